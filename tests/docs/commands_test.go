// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCommands finds commands in the documentation whose subcommand, flag, target or
// package does not exist. It runs none of them.
func TestCommands(t *testing.T) {
	c := newChecker(t)
	count := 0
	for name, page := range pages(t) {
		for _, line := range page.commands() {
			checked, problem := c.check(line)
			if checked {
				count++
			}
			if problem != "" {
				t.Errorf("%s: `%s`: %s", name, line, problem)
			}
		}
	}
	if count == 0 {
		t.Error("the documentation contains no command")
	}
	for _, line := range []string{"make missing", "make all MISSING=1", "protolect missing", "protolect convert --missing", "go test ./missing", "go test ./tests/docs -missing"} {
		if _, problem := c.check(line); problem == "" {
			t.Errorf("`%s` passes the check", line)
		}
	}
}

// commands returns the lines of the page's shell blocks, and its code spans.
func (p *page) commands() []string {
	lines := slices.Clone(p.spans)
	for _, block := range append(slices.Clone(p.blocks["sh"]), p.blocks[""]...) {
		for line := range strings.Lines(block) {
			for command := range strings.SplitSeq(shellComment.ReplaceAllString(line, ""), "&&") {
				lines = append(lines, strings.TrimSpace(command))
			}
		}
	}
	return lines
}

var (
	shellComment = regexp.MustCompile(`(^|\s)#.*`)
	target       = regexp.MustCompile(`(?m)^([a-z/-]+):`)
	flagName     = regexp.MustCompile(`(?m)^  -([a-z-]+)`)
	testFlag     = regexp.MustCompile(`flag\.\w+\("([a-z]+)"`)
	// goTestFlags are the flags of go test that the documentation uses.
	goTestFlags = []string{"run", "race", "v"}
)

// A checker checks commands.
type checker struct {
	makefile string
	flags    map[string][]string // by the subcommand of protolect
}

func newChecker(t *testing.T) *checker {
	t.Helper()
	program := filepath.Join(t.TempDir(), "protolect")
	cmd := exec.Command("go", "build", "-o", program, "./codegen/cmd/protolect")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	c := &checker{makefile: string(read(t, "Makefile")), flags: make(map[string][]string)}
	for _, command := range []string{"convert", "diff", "fetch", "generate", "image", "init", "lock", "overlay", "project", "rules", "update", "version", "view"} {
		out, err := exec.Command(program, command, "-h").CombinedOutput()
		if err != nil {
			t.Fatalf("protolect %s -h: %v\n%s", command, err, out)
		}
		c.flags[command] = append(submatches(flagName, string(out)), "h")
	}
	return c
}

// check reports whether a line is a command that it knows, and describes the first
// problem of it.
func (c *checker) check(line string) (known bool, problem string) {
	words := strings.Fields(line)
	if len(words) < 2 {
		return false, ""
	}
	switch name := filepath.Base(words[0]); {
	case name == "make":
		return true, c.checkMake(words[1:])
	case name == "protolect":
		return true, c.checkProtolect(words[1:])
	case name == "go" && words[1] == "test" && len(words) > 2:
		return true, checkGoTest(words[2:])
	default:
		return false, ""
	}
}

func (c *checker) checkMake(words []string) string {
	targets := submatches(target, c.makefile)
	for _, word := range words {
		variable, _, isAssignment := strings.Cut(word, "=")
		if isAssignment && !strings.Contains(c.makefile, "$("+variable+")") || !isAssignment && !slices.Contains(targets, word) {
			return "Makefile does not have " + variable
		}
	}
	return ""
}

func (c *checker) checkProtolect(words []string) string {
	flags, ok := c.flags[words[0]]
	if !ok {
		return "protolect does not have the command " + words[0]
	}
	return unknownFlag(words[1:], flags)
}

func checkGoTest(words []string) string {
	flags := slices.Clone(goTestFlags)
	for _, word := range words {
		if !strings.HasPrefix(word, ".") || word == "." {
			continue
		}
		files, _ := filepath.Glob(filepath.Join(root, word, "*_test.go")) // the pattern is valid
		if len(files) == 0 {
			return word + " does not contain a test"
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return err.Error()
			}
			flags = append(flags, submatches(testFlag, string(text))...)
		}
	}
	return unknownFlag(words, flags)
}

func unknownFlag(words, flags []string) string {
	for _, word := range words {
		name := strings.TrimLeft(word, "-")
		if name != word && name != "" && !slices.Contains(flags, name) {
			return "there is no flag " + word
		}
	}
	return ""
}

// submatches returns the first submatch of each match of a pattern.
func submatches(pattern *regexp.Regexp, text string) []string {
	var all []string
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	return all
}
