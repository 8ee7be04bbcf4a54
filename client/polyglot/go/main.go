// Command digits scores the digits test set on a Scorekeeper server and prints how many are right.
//
// Usage: digits [HOST:PORT] [FOLDER with image.npy and label.npy] [MODEL]
package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"scorekeeper.dev/polyglot/go/scorekeeperv1"
)

const chunkRows = 64

func main() {
	arguments := []string{"localhost:8500", "server/models/digits/data", "digits"}
	copy(arguments, os.Args[1:])
	if err := run(arguments[0], arguments[1], arguments[2]); err != nil {
		fmt.Fprintln(os.Stderr, describe(err))
		os.Exit(1)
	}
}

func run(target, data, model string) error {
	images, err := readNpy(data + "/image.npy")
	if err != nil {
		return err
	}
	labels, err := readNpy(data + "/label.npy")
	if err != nil {
		return err
	}
	if images.descr != "<f4" || labels.descr != "<i8" {
		return fmt.Errorf("images are %s and labels %s, not <f4 and <i8", images.descr, labels.descr)
	}
	connection, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	classes, err := predictClasses(scorekeeperv1.NewScoringServiceClient(connection), model, images)
	if err != nil {
		return err
	}
	correct, rows := 0, int(labels.shape[0])
	for row := range rows {
		if classes[row] == int64(binary.LittleEndian.Uint64(labels.data[8*row:])) {
			correct++
		}
	}
	fmt.Printf("%d of %d correct (%.1f%%)\n", correct, rows, 100*float64(correct)/float64(rows))
	return nil
}

// predictClasses sends the images in chunks over one stream and returns the class of each.
func predictClasses(client scorekeeperv1.ScoringServiceClient, model string, images *npyFile) ([]int64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	stream, err := client.PredictStream(ctx)
	if err != nil {
		return nil, err
	}
	rows := images.shape[0]
	go func() {
		for start := int64(0); start < rows; start += chunkRows {
			request := chunkRequest(model, images, start, min(start+chunkRows, rows))
			if stream.Send(&scorekeeperv1.PredictStreamRequest{Id: start, Request: request}) != nil {
				return // Recv tells why.
			}
		}
		stream.CloseSend()
	}()
	classes := make([]int64, rows)
	for answered := int64(0); answered < rows; {
		answer, err := stream.Recv()
		if err != nil {
			return nil, err
		}
		if answer.GetError() != nil {
			return nil, status.ErrorProto(answer.GetError())
		}
		tensor := answer.GetResponse().Outputs[0].Tensor
		for i := range tensor.Shape[0] {
			classes[answer.Id+i] = int64(binary.LittleEndian.Uint64(tensor.Data[8*i:]))
		}
		answered += tensor.Shape[0]
	}
	return classes, nil
}

func chunkRequest(model string, images *npyFile, start, end int64) *scorekeeperv1.PredictRequest {
	rowBytes := int64(len(images.data)) / images.shape[0]
	return &scorekeeperv1.PredictRequest{
		Model: &scorekeeperv1.ModelSpec{Name: model},
		Inputs: []*scorekeeperv1.Tensor{{
			Name:  "image",
			Dtype: scorekeeperv1.DataType_DATA_TYPE_FLOAT32,
			Shape: append([]int64{end - start}, images.shape[1:]...),
			Data:  images.data[start*rowBytes : end*rowBytes],
		}},
		Outputs: []*scorekeeperv1.RequestedOutput{{
			Name: "output_0",
			Transforms: []*scorekeeperv1.Transform{{
				Transform: &scorekeeperv1.Transform_ArgMax{ArgMax: &scorekeeperv1.ArgMax{}},
			}},
		}},
	}
}

// describe adds the server's stable word for what went wrong, when it sent one.
func describe(err error) string {
	failure, ok := status.FromError(err)
	if !ok {
		return err.Error()
	}
	reason := ""
	for _, detail := range failure.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			reason = info.Reason
		}
	}
	return fmt.Sprintf("%s %s: %s", failure.Code(), reason, failure.Message())
}
