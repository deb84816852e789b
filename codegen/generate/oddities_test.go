// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
)

var (
	all  = flag.Bool("all", false, "try every odd value in every place, instead of a sample")
	seed = flag.Uint64("seed", 1, "what the samples are drawn by, the same for every run; 0 draws others each time")
)

// odd are values that somebody may write where the format wants others.
var odd = []any{
	nil, true, 7, "", "odd", []any{}, []any{"odd", nil}, map[string]any{},
	map[string]any{"$ref": "other.yaml#/Odd"}, map[string]any{"$ref": "#/odd"}, longName,
}

var longName = strings.Repeat("long", 60)

// TestOddities puts odd values into places of OpenAPI documents, leaves out what is
// there, or gives it a long name. That is a warning, and never keeps the rest of the
// document from its output.
func TestOddities(t *testing.T) {
	const sample = 300
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("sampled by -seed %d", *seed)
	random := rand.New(rand.NewPCG(*seed, 0))
	for _, name := range []string{"openapi", "parameters", "tagged", "unions"} {
		t.Run(name, func(t *testing.T) {
			in := input(t, filepath.Join("testdata", name))
			var document any
			if err := yaml.Load(in.Document.Data, &document); err != nil {
				t.Fatal(err)
			}
			places := 0
			vary(document, "", func(string) { places++ })
			vary(document, "", func(place string) {
				if !*all && random.IntN(places) >= sample/3 {
					return
				}
				text, err := json.Marshal(document)
				if err != nil {
					t.Fatal(err)
				}
				in.Document.Data = text
				out, findings, err := generate.API(in)
				if err != nil {
					t.Errorf("%s: %v", place, err)
				}
				for _, f := range findings.All() {
					if f.Severity == finding.Error && !mayFail(place, f) {
						t.Errorf("%s: %s [%s]", place, f.Message, f.Rule)
					}
				}
				switch {
				case out != nil && len(out.Descriptors) > 0:
					bound(t, out)
				case out == nil && err == nil && !findings.HasErrors():
					t.Errorf("%s: neither output nor an error", place)
				}
			})
		})
	}
}

// mayFail tells whether an error is what is to be said of an odd value at a place.
func mayFail(place string, f finding.Finding) bool {
	switch f.Rule {
	case finding.NotOpenAPI.Name, finding.DocumentUnknown.Name:
		return strings.HasPrefix(place, "/openapi ")
	case finding.DocumentUnbundled.Name, finding.DocumentEmpty.Name:
		return strings.HasPrefix(place, "/paths")
	}
	return false
}

// vary calls try with odd values in each place that is within value.
func vary(value any, pointer string, try func(place string)) {
	each := func(key string, old any, set func(any)) {
		at := pointer + "/" + key
		for _, o := range odd {
			set(o)
			try(fmt.Sprintf("%s is %.20v", at, o))
		}
		set(old)
		vary(old, at, try)
	}
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			old := value[key]
			delete(value, key)
			try(pointer + "/" + key + " is gone")
			value[longName] = old
			try(pointer + "/" + key + " has a long name")
			delete(value, longName)
			each(key, old, func(o any) { value[key] = o })
		}
	case []any:
		for i, old := range value {
			each(strconv.Itoa(i), old, func(o any) { value[i] = o })
		}
	}
}
