// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package pathtemplate_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/runtime/pathtemplate"
)

type (
	segments = []pathtemplate.Segment
	literal  = pathtemplate.Literal
	variable = pathtemplate.Variable
)

const (
	one  = pathtemplate.One
	many = pathtemplate.Many
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		text      string
		want      pathtemplate.Template
		canonical string // where it differs
	}{
		{text: "/"},
		{text: "/v1", want: pathtemplate.Template{Segments: segments{literal("v1")}}},
		{text: "/v1:go", want: pathtemplate.Template{Segments: segments{literal("v1")}, Verb: "go"}},
		{text: "/v1/*/**", want: pathtemplate.Template{Segments: segments{literal("v1"), one, many}}},
		{text: "/v1/{name}", want: pathtemplate.Template{Segments: segments{literal("v1"), variable{"name", segments{one}}}}},
		{text: "/v1/{name=*}", canonical: "/v1/{name}", want: pathtemplate.Template{Segments: segments{literal("v1"), variable{"name", segments{one}}}}},
		{text: "/{name=**}", want: pathtemplate.Template{Segments: segments{variable{"name", segments{many}}}}},
		{
			text: "/v1/{message.name=spaces/*/messages/*}:pin",
			want: pathtemplate.Template{
				Segments: segments{literal("v1"), variable{"message.name", segments{literal("spaces"), one, literal("messages"), one}}},
				Verb:     "pin",
			},
		},
		{
			text: "/v1/{parent=documents/*/**}/{collection_id}",
			want: pathtemplate.Template{Segments: segments{
				literal("v1"), variable{"parent", segments{literal("documents"), one, many}}, variable{"collection_id", segments{one}},
			}},
		},
		{text: "/.well-known/a%20b/$x@y,z;p=1", want: pathtemplate.Template{Segments: segments{literal(".well-known"), literal("a%20b"), literal("$x@y,z;p=1")}}},
		{text: "/!$&'()+,;=@/!", want: pathtemplate.Template{Segments: segments{literal("!$&'()+,;=@"), literal("!")}}},
		{text: "/%0a%9f%A0%Ff", want: pathtemplate.Template{Segments: segments{literal("%0a%9f%A0%Ff")}}},
		{text: "/{_a1=b=c}", want: pathtemplate.Template{Segments: segments{variable{"_a1", segments{literal("b=c")}}}}},
	} {
		t.Run(test.text, func(t *testing.T) {
			got, err := pathtemplate.Parse(test.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("template (-want +got):\n%s", diff)
			}
			canonical := test.canonical
			if canonical == "" {
				canonical = test.text
			}
			if got.String() != canonical {
				t.Errorf("String() = %s, want %s", got, canonical)
			}
		})
	}
}

func TestParseOpenAPI(t *testing.T) {
	mixed := func(s ...pathtemplate.Segment) pathtemplate.Mixed { return s }
	id := variable{"id", segments{one}}
	for _, test := range []struct {
		text string
		want pathtemplate.Template
	}{
		{"/v1/{id}:go", pathtemplate.Template{Segments: segments{literal("v1"), id}, Verb: "go"}},
		{"/{id}.json", pathtemplate.Template{Segments: segments{mixed(id, literal(".json"))}}},
		{"/a-{id}", pathtemplate.Template{Segments: segments{mixed(literal("a-"), id)}}},
		{"/{id}{id}", pathtemplate.Template{Segments: segments{mixed(id, id)}}},
		{"/{a.b}..{id}/c", pathtemplate.Template{Segments: segments{mixed(variable{"a.b", segments{one}}, literal(".."), id), literal("c")}}},
		{"/pets/", pathtemplate.Template{Segments: segments{literal("pets"), literal("")}}},
		{"//pets", pathtemplate.Template{Segments: segments{literal(""), literal("pets")}}},
		{"/a:b/c", pathtemplate.Template{Segments: segments{literal("a:b"), literal("c")}}},
		{"/a:b:c", pathtemplate.Template{Segments: segments{literal("a:b:c")}}},
		{"/a*/%20", pathtemplate.Template{Segments: segments{literal("a*"), literal("%20")}}},
	} {
		got, err := pathtemplate.ParseOpenAPI(test.text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
		if got.String() != test.text {
			t.Errorf("String() = %s, want %s", got, test.text)
		}
		if _, err := pathtemplate.Parse(test.text); got.InHTTPRule() != (err == nil) {
			t.Errorf("%s: InHTTPRule is %t, and Parse says %v", test.text, got.InHTTPRule(), err)
		}
		if renamed := got.Rename(func(string) string { return "x" }); len(renamed.Variables()) != len(got.Variables()) || strings.Contains(renamed.String(), "id") {
			t.Errorf("%s: renamed %s", test.text, renamed)
		}
	}
	for text, want := range map[string]string{
		"": `"/"`, "pets": `"/"`, "/pets?a={b}": "valid in a path", "/a#b": "valid in a path", "/a b": "valid in a path", "/%2": "hexadecimal",
		"/a/../": `other than "." and ".."`, "/{a=x/*}.json": "without a pattern", "/{a}/{": "name of a field", "/{a-b}c": "\"}\"", "/a}": "valid in a path",
	} {
		got, err := pathtemplate.ParseOpenAPI(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v, want %q", text, got, err, want)
		}
	}
}

func TestParseError(t *testing.T) {
	for _, test := range []struct {
		text   string
		offset int
		want   string
	}{
		{"", 0, `"/", found the end`},
		{"v1", 0, `"/", found "v1"`},
		{"//", 1, "a literal"},
		{"/v1/", 4, "a literal"},
		{"/v1//x", 4, "a literal"},
		{"/:go", 1, "a literal"},
		{"/v1:", 4, "a verb"},
		{"/v1:a:b", 5, "verb is the last part"},
		{"/v1:a/b", 5, "verb is the last part"},
		{"/{", 2, "name of a field"},
		{"/{}", 2, "name of a field"},
		{"/{1a}", 2, "name of a field"},
		{"/{a.}", 4, "name of a field"},
		{"/{a", 3, `".", "=" or "}"`},
		{"/{a-b}", 3, `".", "=" or "}"`},
		{"/{a=}", 4, "a literal"},
		{"/{a=b", 5, `"/" or "}"`},
		{"/{a=b/{c}}", 6, "no variable within a variable"},
		{"/{a=**/b/**}", 9, "at most one"},
		{"/{a}{b}", 4, `"/", ":" or the end`},
		{"/{a}.json", 4, `"/", ":" or the end`},
		{"/x{a}", 2, `"/", ":" or the end`},
		{"/***", 3, `"/", ":" or the end`},
		{"/a b", 2, `"/", ":" or the end`},
		{"/a?b", 2, `"/", ":" or the end`},
		{"/a%2", 2, "hexadecimal"},
		{"/a%zz", 2, "hexadecimal"},
		{"/a%G0", 2, "hexadecimal"},
		{"/a%0g", 2, "hexadecimal"},
		{"/a%@0", 2, "hexadecimal"},
		{"/a%0:", 2, "hexadecimal"},
		{"/../x", 1, `other than "." and ".."`},
		{"/%2e%2E", 1, `other than "." and ".."`},
		{"/é", 1, "a literal"},
	} {
		t.Run(test.text, func(t *testing.T) {
			got, err := pathtemplate.Parse(test.text)
			if err == nil {
				t.Fatalf("got %v, want an error", got)
			}
			var e *pathtemplate.ParseError
			if !errors.As(err, &e) || e.Offset != test.offset || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want offset %d and %q", err, test.offset, test.want)
			}
		})
	}
}

// Errors contain the beginning of a long text.
func TestLongTemplate(t *testing.T) {
	for _, test := range []struct{ name, text, found string }{
		{"at the limit", strings.Repeat("a", 20), `found "` + strings.Repeat("a", 20) + `"`},
		{"one byte longer", strings.Repeat("a", 21), `found "` + strings.Repeat("a", 20) + `"…`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := pathtemplate.Parse(test.text)
			if err == nil || !strings.HasSuffix(err.Error(), test.found) {
				t.Errorf("got %v, want %s", err, test.found)
			}
		})
	}
}

func expand(template pathtemplate.Template, value string) (string, error) {
	return template.Expand(func(string) (pathtemplate.Value, error) { return pathtemplate.Value{Text: value}, nil })
}

func TestExpand(t *testing.T) {
	for _, test := range []struct{ template, value, want string }{
		{"/", "", "/"},
		{"/v1:go", "", "/v1:go"},
		{"/v1/a%20b", "", "/v1/a%20b"},
		{"/v1/{name}", "x", "/v1/x"},
		{"/v1/{name}:go", "x:y", "/v1/x%3Ay:go"},
		{"/v1/{name}", "a/b", "/v1/a%2Fb"},
		{"/v1/{name}", "https://x", "/v1/https%3A%2F%2Fx"},
		{"/v1/{name}", "-_.~", "/v1/-_.~"},
		{"/v1/{name}", "...", "/v1/..."},
		{"/v1/{name}", "%41", "/v1/%2541"},
		{"/v1/{name=phones/*}", "phones/+1222", "/v1/phones/+1222"},
		{"/v1/{name}", "+1222", "/v1/%2B1222"},
		{"/v1/{name=spaces/*}", "spaces/A?x=1", "/v1/spaces/A%3Fx%3D1"},
		{"/v1/{name=spaces/*}", "spaces/A#f", "/v1/spaces/A%23f"},
		{"/v1/{name=spaces/*}", "spaces/A;p", "/v1/spaces/A%3Bp"},
		{"/v1/{name=spaces/*}", `spaces/A\`, "/v1/spaces/A%5C"},
		{"/v1/{name=spaces/*}", "spaces/%2e%2e", "/v1/spaces/%252e%252e"},
		{"/v1/{name=spaces/*}", "spaces/é ü", "/v1/spaces/%C3%A9%20%C3%BC"},
		{"/v1/{name=spaces/*/messages/*}:pin", "spaces/A/messages/B", "/v1/spaces/A/messages/B:pin"},
		{"/{name=**}", "a", "/a"},
		{"/{name=**}", "a/b/c", "/a/b/c"},
		{"/{name=docs/**}", "docs/a/b", "/docs/a/b"},
		{"/{name=**/end}", "a/b/end", "/a/b/end"},
		{"/{name=a%20b/*}", "a b/c", "/a%20b/c"},
		{"/{name}.json", "a/b", "/a%2Fb.json"},
		{"/x:{name}+{name}/", "+1", "/x:%2B1+%2B1/"},
	} {
		t.Run(test.template+" "+test.value, func(t *testing.T) {
			template, err := pathtemplate.ParseOpenAPI(test.template)
			if err != nil {
				t.Fatal(err)
			}
			got, err := expand(template, test.value)
			if err != nil || got != test.want {
				t.Errorf("got %s, %v, want %s", got, err, test.want)
			}
		})
	}
}

func TestExpandErrors(t *testing.T) {
	for _, test := range []struct{ template, value, want string }{
		{"/{name}", "", "is empty"},
		{"/{name}", ".", "segment"},
		{"/{name}", "..", "segment"},
		{"/{name}", "a/../b", "segment"},
		{"/{name}", "a\x00", "control character"},
		{"/{name}", "a\u0085b", "control character"},
		{"/{name}", "a\r\nX: y", "control character"},
		{"/{name}", "a\xff", "UTF-8"},
		{"/{name}", strings.Repeat("a", 8<<10+1), "has 8193 bytes, more than the limit of 8192"},
		{"/{name}", strings.Repeat("a", 1<<20), "bytes"},
		{"/{name=spaces/*}", "", "the form spaces/*"},
		{"/{name=spaces/*}", "spaces", "does not match"},
		{"/{name=spaces/*}", "spaces/", "empty segment"},
		{"/{name=spaces/*}", "spaces//x", "empty segment"},
		{"/{name=spaces/*}", "/spaces/x", "empty segment"},
		{"/{name=spaces/*}", "spaces/x/y", "does not match"},
		{"/{name=spaces/*}", "rooms/x", "does not match"},
		{"/{name=spaces/*}", "Spaces/x", "does not match"},
		{"/{name=spaces/*}", "spaces/../../x", "segment"},
		{"/{name=spaces/*}", "spaces/..", "segment"},
		{"/{name=spaces/*}", "spaces/A\nB", "control character"},
		{"/{name=docs/**}", "docs", "does not match"},
		{"/{name=docs/**}", "docs/", "empty segment"},
		{"/{name=**}", "a//b", "empty segment"},
		{"/{name=**/end}", "end", "does not match"},
		{"/{name}.json", "", "is empty"},
		{"/{name}.json", "..", "segment"},
	} {
		t.Run(test.template+" "+test.want, func(t *testing.T) {
			template, err := pathtemplate.ParseOpenAPI(test.template)
			if err != nil {
				t.Fatal(err)
			}
			got, err := expand(template, test.value)
			var e *pathtemplate.ValueError
			if !errors.As(err, &e) {
				t.Fatalf("got %q, %v, want a ValueError", got, err)
			}
			if e.FieldPath != "name" || e.Value != test.value || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 300 {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// An encoded value is inserted unchanged, unless it is too long or a dot segment.
func TestExpandEncoded(t *testing.T) {
	template, err := pathtemplate.Parse("/v1/{name}")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ value, want string }{
		{"a%2Fb,c", ""},
		{strings.Repeat("a", 8<<10), ""},
		{strings.Repeat("a", 8<<10+1), "name is \"" + strings.Repeat("a", 80) + "\"…, which has 8193 bytes, more than the limit of 8192: set a value of the form *"},
		{".", `contains the segment "."`},
		{"..", `contains the segment ".."`},
	} {
		got, err := template.Expand(func(string) (pathtemplate.Value, error) {
			return pathtemplate.Value{Text: "text", Encoded: test.value}, nil
		})
		if test.want == "" {
			if err != nil || got != "/v1/"+test.value {
				t.Errorf("%.20q: got %.20q, %v", test.value, got, err)
			}
			continue
		}
		if e, ok := errors.AsType[*pathtemplate.ValueError](err); !ok || e.Value != test.value || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.20q: got %v, want %q", test.value, err, test.want)
		}
	}
}

func TestExpandFunction(t *testing.T) {
	stop := errors.New("stop")
	template, _ := pathtemplate.Parse("/{a}/{b}")
	if _, err := template.Expand(func(string) (pathtemplate.Value, error) { return pathtemplate.Value{}, stop }); err != stop {
		t.Errorf("got %v, want the error unchanged", err)
	}
	got, err := template.Expand(func(f string) (pathtemplate.Value, error) { return pathtemplate.Value{Text: f + "!"}, nil })
	if err != nil || got != "/a%21/b%21" {
		t.Errorf("got %s, %v", got, err)
	}
	beside, _ := pathtemplate.ParseOpenAPI("/a/.{a}")
	if got, err := expand(beside, ".."); err == nil {
		t.Errorf("got %s, want an error for a dot segment", got)
	}
	wild, _ := pathtemplate.Parse("/a/*")
	if got, err := expand(wild, "x"); err == nil {
		t.Errorf("got %s, want an error for a wildcard without a variable", got)
	}
}

func TestComposedTemplate(t *testing.T) {
	built := pathtemplate.Template{Segments: segments{literal("v1"), variable{FieldPath: "name"}}}
	if built.String() != "/v1/{name}" {
		t.Errorf("got %s", built)
	}
	if got, err := expand(built, "x"); err != nil || got != "/v1/x" {
		t.Errorf("got %s, %v", got, err)
	}
	if v := built.Variables(); len(v) != 1 || v[0].String() != "{name}" {
		t.Errorf("got %v", v)
	}
}

var seeds = []string{
	"/", "/v1/{name=spaces/*}:pin", "/{a.b}/{c=**}", "/v1/*/**", "/{a=x/**/y}", "/a%20b:c", "//", "/{a={b}}", "/{a=**/**}", "/é", "/:", "",
	"/{a}.json", "/a/", "/a:b/c:d", "/-{a}-{b}",
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		template, err := pathtemplate.ParseOpenAPI(text)
		if strict, strictErr := pathtemplate.Parse(text); strictErr == nil && (err != nil || !cmp.Equal(strict, template)) {
			t.Fatalf("%q: %v, and of OpenAPI %v, %v", text, strict, template, err)
		}
		if err != nil {
			var e *pathtemplate.ParseError
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(text) || err.Error() == "" {
				t.Fatalf("%q: a malformed error: %v", text, err)
			}
			return
		}
		again, err := pathtemplate.ParseOpenAPI(template.String())
		if err != nil {
			t.Fatalf("%q: printed as %q, which does not parse: %v", text, template, err)
		}
		if !cmp.Equal(template, again) || again.String() != template.String() {
			t.Fatalf("%q: %v became %v", text, template, again)
		}
	})
}

// FuzzExpand checks that a server that splits the path and decodes each
// segment gets back what the client meant.
func FuzzExpand(f *testing.F) {
	for _, template := range seeds {
		for _, value := range []string{"x", "spaces/A", "a/b/c", "..", "a//b", "a%2Fb", "+1 2", "\x00", "\xff", "é"} {
			f.Add(template, value)
		}
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		template, err := pathtemplate.ParseOpenAPI(text)
		if err != nil {
			return
		}
		path, err := expand(template, value)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without a text")
			}
			return
		}
		rest := path
		if template.Verb != "" {
			if rest = strings.TrimSuffix(path, ":"+template.Verb); rest == path {
				t.Fatalf("%s: %s lost the verb", template, path)
			}
		}
		if len(template.Segments) == 0 {
			return
		}
		var want []string
		for _, s := range template.Segments {
			switch s := s.(type) {
			case pathtemplate.Literal:
				decoded, err := url.PathUnescape(string(s))
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, decoded)
			case pathtemplate.Mixed:
				var whole string
				for _, part := range s {
					if l, ok := part.(pathtemplate.Literal); ok {
						decoded, err := url.PathUnescape(string(l))
						if err != nil {
							t.Fatal(err)
						}
						whole += decoded
					} else {
						whole += value
					}
				}
				want = append(want, whole)
			case pathtemplate.Variable:
				if len(s.Pattern) == 1 && s.Pattern[0] == one {
					want = append(want, value)
				} else {
					want = append(want, strings.Split(value, "/")...)
				}
			}
		}
		var got []string
		for _, s := range strings.Split(rest, "/")[1:] {
			decoded, err := url.PathUnescape(s)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if decoded == "." || decoded == ".." || strings.ContainsAny(s, "?#\\ ") {
				t.Fatalf("%s: the segment %q is not safe", path, s)
			}
			got = append(got, decoded)
		}
		if !cmp.Equal(want, got) {
			t.Fatalf("%s with %q is %s: got %q, want %q", template, value, path, got, want)
		}
	})
}
