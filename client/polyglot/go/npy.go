package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// npyFile is an array as NumPy saves it.
type npyFile struct {
	descr string  // Element type, such as "<f4".
	shape []int64 // Size of every dimension.
	data  []byte  // Little-endian elements in row-major order.
}

var (
	descrPattern = regexp.MustCompile(`'descr':\s*'([^']+)'`)
	orderPattern = regexp.MustCompile(`'fortran_order':\s*False`)
	shapePattern = regexp.MustCompile(`'shape':\s*\(([^)]*)\)`)
)

// readNpy reads a little-endian, row-major .npy file.
func readNpy(path string) (*npyFile, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(content) < 12 || !bytes.HasPrefix(content, []byte("\x93NUMPY")) {
		return nil, fmt.Errorf("%s: not a .npy file", path)
	}
	start, length := 10, int(binary.LittleEndian.Uint16(content[8:]))
	if content[6] >= 2 {
		start, length = 12, int(binary.LittleEndian.Uint32(content[8:]))
	}
	if length > len(content)-start {
		return nil, fmt.Errorf("%s: cut off in its header", path)
	}
	header := string(content[start : start+length])
	descr := descrPattern.FindStringSubmatch(header)
	dimensions := shapePattern.FindStringSubmatch(header)
	if descr == nil || dimensions == nil || !orderPattern.MatchString(header) {
		return nil, fmt.Errorf("%s: cannot read the header %q", path, header)
	}
	shape, err := parseShape(dimensions[1])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &npyFile{descr[1], shape, content[start+length:]}, nil
}

func parseShape(text string) ([]int64, error) {
	var shape []int64
	for _, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		size, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("bad size in shape: %w", err)
		}
		shape = append(shape, size)
	}
	return shape, nil
}
