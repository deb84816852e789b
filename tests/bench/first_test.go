// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	peer "google.golang.org/api/chat/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/wirejson"
)

// The environment variables of a process that reads once: the contender and the file.
const (
	firstReader = "PROTOLECT_FIRST_READER"
	firstFile   = "PROTOLECT_FIRST_FILE"
)

var firstReaders = []struct {
	name string
	read func(text []byte) error
}{
	{ours, func(text []byte) error { return wirejson.Unmarshal(text, new(chatpb.Message)) }},
	{official, func(text []byte) error { return protojson.Unmarshal(text, new(chatpb.Message)) }},
	{standard, func(text []byte) error { return json.Unmarshal(text, new(peer.Message)) }},
	{binary, func(wire []byte) error { return proto.Unmarshal(wire, new(chatpb.Message)) }},
}

// TestFirstRead measures how long a process takes to read its first message, which includes the
// preparations for later ones.
func TestFirstRead(t *testing.T) {
	if i, err := strconv.Atoi(os.Getenv(firstReader)); err == nil {
		readFirst(t, i)
		return
	}
	if !*table {
		t.Skip("only prints a table")
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer w.Flush()
	for p := range payloads(t) {
		if _, isList := p.message.(*chatpb.ListMessagesResponse); isList {
			continue
		}
		wire, err := proto.Marshal(p.message)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "\n%s, the first that a process reads\t\t\n", p.name)
		for i, r := range firstReaders {
			content := p.text
			if r.name == binary {
				content = wire
			}
			file := filepath.Join(t.TempDir(), "message")
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			var took []float64
			for range *rounds {
				took = append(took, inNewProcess(t, i, file))
			}
			fmt.Fprintf(w, "%s\t%.2f ms\t\n", r.name, median(took))
		}
	}
}

// readFirst reads the file once and prints the duration.
func readFirst(t *testing.T, reader int) {
	content, err := os.ReadFile(os.Getenv(firstFile))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	err = firstReaders[reader].read(content)
	took := time.Since(start)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("took %d\n", took.Nanoseconds())
}

// inNewProcess returns the milliseconds that a new process takes to read a file once.
func inNewProcess(t *testing.T, reader int, file string) float64 {
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), firstReader+"="+strconv.Itoa(reader), firstFile+"="+file)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	ns, err := strconv.ParseInt(strings.TrimPrefix(line, "took "), 10, 64)
	if err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return float64(ns) / 1e6
}
