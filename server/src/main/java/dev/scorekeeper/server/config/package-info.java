/**
 * Settings records read from YAML, with the position of every mistake; and the reference page made
 * from them.
 *
 * <p>Each package owns its settings as a record whose components carry {@link
 * dev.scorekeeper.server.config.Setting}; this package knows how to fill such records, not what
 * they mean.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.config.Settings} is what somebody wrote and
 * lays it over a record, {@link dev.scorekeeper.server.config.SettingsReference} writes the page.
 * Inside: {@code YamlText} and {@code Assignments} read into {@code SettingNode}s, {@code
 * SettingsBinder} makes records of them.
 */
@NullMarked
package dev.scorekeeper.server.config;

import org.jspecify.annotations.NullMarked;
