// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/read"
	"github.com/protolect/protolect/codegen/view"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// openAPIViews is the number of OpenAPI documents of which TestViews prints the views with -all.
const openAPIViews = 900

// TestViews prints the views of documents as JSON and parses them: the result is the same view.
// With -all it takes all discovery documents, and 900 OpenAPI documents that the seed selects.
func TestViews(t *testing.T) {
	documents, err := documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if *all && *only == "" {
		documents = choose(documents)
	}
	var work sync.WaitGroup
	var mutex sync.Mutex
	var views, methods, messages, size int
	slots := make(chan struct{}, *workers)
	for i, d := range documents {
		slots <- struct{}{}
		work.Go(func() {
			defer func() { <-slots }()
			v, text, err := printView(d)
			mutex.Lock()
			defer mutex.Unlock()
			if err != nil {
				t.Errorf("%s: %v", d.Name, err)
			}
			if v == nil {
				return
			}
			views, size = views+1, size+len(text)
			for _, p := range v.GetPackages() {
				messages += len(p.GetMessages())
				for _, s := range p.GetServices() {
					methods += len(s.GetMethods())
				}
			}
			if testing.Verbose() && i%100 == 99 {
				fmt.Printf("%5d of %d documents\n", i+1, len(documents))
			}
		})
	}
	work.Wait()
	t.Logf("%d documents, %d views with %d methods and %d messages, %d MB of JSON", len(documents), views, methods, messages, size>>20)
	if views < len(documents)*9/10 {
		t.Errorf("only %d of %d documents have a view", views, len(documents))
	}
}

// choose returns all discovery documents and a random selection of the others.
func choose(documents []document) []document {
	var chosen, others []document
	for _, d := range documents {
		if strings.HasPrefix(d.Name, "google/") {
			chosen = append(chosen, d)
		} else {
			others = append(others, d)
		}
	}
	random := rand.New(rand.NewPCG(*seed, 0))
	random.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	return slices.Concat(chosen, others[:min(openAPIViews, len(others))])
}

// printView returns the view of a document and its JSON, which it parses again. The view is nil if
// the document has errors.
func printView(d document) (*templatepb.View, []byte, error) {
	data, err := os.ReadFile(d.File)
	if err != nil {
		return nil, nil, err
	}
	doc, findings := read.DocumentIn(nil, d.Name, data)
	out, _, err := generate.Document(doc, findings, generate.Input{
		Document: generate.File{Name: d.Name}, NoProof: true,
		GoImport: func(protoPackage string) string {
			return "example.com/gen/" + strings.ReplaceAll(protoPackage, ".", "/")
		},
	})
	if err != nil || out == nil {
		return nil, nil, err
	}
	plugin, err := generate.Plugin(out.Descriptors)
	if err != nil {
		return nil, nil, err
	}
	v, err := view.Build(plugin, "test", "")
	if err != nil {
		return nil, nil, err
	}
	text, err := view.JSON(v)
	if err != nil {
		return v, nil, err
	}
	parsed := new(templatepb.View)
	if err := protojson.Unmarshal(text, parsed); err != nil {
		return v, text, err
	}
	if !proto.Equal(v, parsed) {
		return v, text, errors.New("the view differs after it was printed and parsed")
	}
	return v, text, nil
}
