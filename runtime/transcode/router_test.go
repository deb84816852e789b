// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/transcode"
)

// service returns a service with a method for each rule. The request has the strings a to d, and a field m of
// its own type.
func service(t testing.TB, file string, rules ...string) protoreflect.ServiceDescriptor {
	t.Helper()
	text := `
		name: "test/routes.proto" package: "test.routes" syntax: "proto3"
		dependency: "google/api/annotations.proto" dependency: "protolect/api/v1/annotations.proto"
		options { [protolect.api.v1.file] { ` + file + ` } }
		message_type { name: "Request"
			field { name: "a" number: 1 type: TYPE_STRING } field { name: "b" number: 2 type: TYPE_STRING }
			field { name: "c" number: 3 type: TYPE_STRING } field { name: "d" number: 4 type: TYPE_STRING }
			field { name: "m" number: 5 type: TYPE_MESSAGE type_name: ".test.routes.Request" }
			field { name: "n" number: 6 type: TYPE_INT32 }
		}
		service { name: "S" `
	var methods strings.Builder
	for i, rule := range rules {
		fmt.Fprintf(&methods, `method { name: "M%d" input_type: ".test.routes.Request" output_type: ".test.routes.Request" options { %s } } `, i, rule)
	}
	f := new(descriptorpb.FileDescriptorProto)
	if err := prototext.Unmarshal([]byte(text+methods.String()+"}"), f); err != nil {
		t.Fatal(err)
	}
	fd, err := protodesc.NewFile(f, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return fd.Services().Get(0)
}

func get(path string) string { return `[google.api.http] { get: "` + path + `" }` }

// openAPI returns a rule with a path that google.api.http cannot express.
func openAPI(path string) string {
	return `[protolect.api.v1.method] { http { get: "` + path + `" } }`
}

func routerOf(t testing.TB, s protoreflect.ServiceDescriptor, opts transcode.RouterOptions) *transcode.Router {
	t.Helper()
	methods, err := transcode.CompileServices(s)
	if err != nil {
		t.Fatal(err)
	}
	return transcode.NewRouter(methods, opts)
}

func TestMatch(t *testing.T) {
	router := routerOf(t, service(t, "",
		get("/v1/{a=spaces/*}"),                         // M0
		get("/v1/spaces/mine"),                          // M1
		get("/v1/{a=spaces/*/messages/*}"),              // M2
		get("/v1/{a=spaces/*}:cancel"),                  // M3
		`[google.api.http] { post: "/v1/spaces/mine" }`, // M4
		get("/v1/{a=**}"),                               // M5
		get("/v1/files/{a=**}/parts/{b}"),               // M6
		get("/v1/{a}/{b}/{c}"),                          // M7
		openAPI("/v1/reports/{a}.json"),                 // M8
		openAPI("/v1/reports/{a}"),                      // M9
		openAPI("/v1/reports/r-{a}-{b}.json"),           // M10
		openAPI("/v2/pets/"),                            // M11
		get("/v2/pets"),                                 // M12
		get("/v2/{m.a=shelves/*}/{b}"),                  // M13
		`[google.api.http] { custom { kind: "HEAD" path: "/v2/pets" } additional_bindings { get: "/v3/{a}" } additional_bindings { delete: "/v3/{a}/all" } }`, // M14
		get("/"),                                 // M15
		get("/v4/{a=x/**}/y/{b=**}/z"),           // M16
		get("/v4/{a}"),                           // M17
		get("/v5/a%20b/{a}"),                     // M18
		openAPI("/v6/{a}{b}"),                    // M19
		openAPI("/v6/x:y/{a}"),                   // M20
		get("/v7/{a=**}:go"),                     // M21
		openAPI("/v8/{a},{b}"),                   // M22
		`[google.api.http] { get: "/v3/{b}/x" }`, // M23
	), transcode.RouterOptions{})
	for _, test := range []struct{ verb, path, want string }{
		{"GET", "/v1/spaces/AAA", `M0 a:"spaces/AAA"`},
		{"GET", "/v1/spaces/mine", `M1`},
		{"POST", "/v1/spaces/mine", `M4`},
		{"GET", "/v1/spaces/A/messages/B", `M2 a:"spaces/A/messages/B"`},
		{"GET", "/v1/spaces/AAA:cancel", `M3 a:"spaces/AAA"`},
		{"GET", "/v1/spaces/AAA:undo", `M0 a:"spaces/AAA:undo"`},
		{"GET", "/v1/spaces/a:b:cancel", `M3 a:"spaces/a:b"`},
		{"GET", "/v1/spaces/a%3Acancel", `M0 a:"spaces/a:cancel"`},
		{"GET", "/v1/%73paces/AAA", `M0 a:"spaces/AAA"`},
		{"GET", "/v1/spaces/a%2Fb", `M0 a:"spaces/a%2Fb"`},
		{"GET", "/v1/spaces/a%2fb%20c", `M0 a:"spaces/a%2fb c"`},
		{"GET", "/v1/x", `M5 a:"x"`},
		{"GET", "/v1/x/y/z/w", `M5 a:"x/y/z/w"`},
		{"GET", "/v1/x/y/z", `M7 a:"x" b:"y" c:"z"`},
		{"GET", "/v1/x%2Fy/+1/%2B", `M7 a:"x/y" b:"+1" c:"+"`},
		{"GET", "/v1/files/a/b/parts/7", `M6 a:"a/b" b:"7"`},
		{"GET", "/v1/files/parts/parts/parts", `M6 a:"parts" b:"parts"`},
		{"GET", "/v1/files/a/parts/b/parts/7", `M6 a:"a/parts/b" b:"7"`},
		{"GET", "/v1/files/parts/7", `M7 a:"files" b:"parts" c:"7"`},
		{"GET", "/v1/reports/7.json", `M8 a:"7"`},
		{"GET", "/v1/reports/a.json.json", `M8 a:"a.json"`},
		{"GET", "/v1/reports/.json", `M9 a:".json"`},
		{"GET", "/v1/reports/7%2Ejson", `M8 a:"7"`},
		{"GET", "/v1/reports/r-1-2-3.json", `M10 a:"1" b:"2-3"`},
		{"GET", "/v2/pets", `M12`},
		{"GET", "/v2/pets/", `M11`},
		{"HEAD", "/v2/pets", `M14`},
		{"GET", "/v2/shelves/1/2", `M13 b:"2" m:{a:"shelves/1"}`},
		{"GET", "/v3/1", `M14 a:"1"`},
		{"DELETE", "/v3/1/all", `M14 a:"1"`},
		{"GET", "/v3/all/x", `M23 b:"all"`},
		{"GET", "/", `M15`},
		{"GET", "", `M15`},
		{"GET", "/v4/x/1/y/2/y/3/z", `M16 a:"x/1" b:"2/y/3"`},
		{"GET", "/v5/a%20b/1", `M18 a:"1"`},
		{"GET", "/v6/ab", `M19 a:"a" b:"b"`},
		{"GET", "/v6/%C3%A4b", `M19 err`},
		{"GET", "/v6/x:y/1", `M20 a:"1"`},
		{"GET", "/v7/a/b:go", `M21 a:"a/b"`},
		{"GET", "/v8/a%2Cb,c", `M22 a:"a,b" b:"c"`},

		{"GET", "/v1/", "404"},
		{"GET", "/v1", "404"},
		{"GET", "/v1//spaces", "404"},
		{"GET", "/v1/x//y", "404"},
		{"GET", "/v1/spaces/..", "404"},
		{"GET", "/v1/spaces/%2e%2E", "404"},
		{"GET", "/v1/spaces/%zz", "404"},
		{"GET", "v1/spaces/x", "404"},
		{"PUT", "/v1/spaces/mine", "405 GET POST"},
		{"POST", "/v1/spaces/AAA:cancel", "405 GET"},
		{"POST", "/v3/1/all", "405 DELETE"},
		{"get", "/v2/pets", "405 GET HEAD"},
		{"GET", "/v4/x/1/2/3/y/z", "404"},
	} {
		match, err := router.Match(test.verb, test.path)
		if err != nil {
			e, ok := errors.AsType[*transcode.RequestError](err)
			if !ok || strings.Join(append([]string{strconv.Itoa(e.HTTPStatus)}, e.Allowed...), " ") != test.want {
				t.Errorf("%s %s: got %v, want %s", test.verb, test.path, err, test.want)
			}
			continue
		}
		req := dynamicpb.NewMessage(match.Method.Descriptor.Input())
		err = match.DecodeRequest(&transcode.Request{Verb: test.verb, Path: test.path}, req, transcode.DecodeRequestOptions{})
		got := string(match.Method.Descriptor.Name())
		if err != nil {
			got += " err"
		} else if text, _ := prototext.Marshal(req); len(text) > 0 {
			got += " " + strings.Join(strings.Fields(string(text)), " ")
		}
		if got != test.want {
			t.Errorf("%s %s: got %s, want %s (%v)", test.verb, test.path, got, test.want, err)
		}
	}
}

func TestMatchBasePath(t *testing.T) {
	s := service(t, `base_path: "/api/v2"`, get("/api/v2/pets/{a}"), get("/api/v2"), `[google.api.http] { get: "/other/x" } [protolect.api.v1.method] { base_path: "/other" }`)
	with, without := routerOf(t, s, transcode.RouterOptions{}), routerOf(t, s, transcode.RouterOptions{WithoutBasePath: true})
	for path, want := range map[string][2]bool{
		"/api/v2/pets/1": {true, false}, "/pets/1": {false, true}, "/api/v2": {true, false}, "/": {false, true}, "/other/x": {true, false}, "/x": {false, true},
	} {
		_, errWith := with.Match("GET", path)
		_, errWithout := without.Match("GET", path)
		if (errWith == nil) != want[0] || (errWithout == nil) != want[1] {
			t.Errorf("%s: %v, %v", path, errWith, errWithout)
		}
	}
}

func TestCompileServices(t *testing.T) {
	s := service(t, "", get("/v1/{a}"), "", get("/v1/{nothing}"))
	methods, err := transcode.CompileServices(s)
	if len(methods) != 1 || err == nil || !strings.Contains(err.Error(), "unknown field nothing") {
		t.Errorf("got %v, %v", methods, err)
	}
}

// TestMatchCost matches paths with many methods, and paths that are made to be slow.
func TestMatchCost(t *testing.T) {
	if testing.Short() {
		t.Skip("measures memory")
	}
	var rules []string
	for i := range 300 {
		rules = append(rules, get(fmt.Sprintf("/v1/r%d/{a}/s/{b=**}", i)), get(fmt.Sprintf("/v1/{a}/s%d", i)))
	}
	rules = append(rules, get("/x/{a=**}/y/{b=**}/z/{c=**}/w"), get("/y/{a=**}"))
	router := routerOf(t, service(t, "", rules...), transcode.RouterOptions{})
	if n := testing.AllocsPerRun(100, func() {
		if _, err := router.Match("GET", "/v1/r150/1/s/2/3"); err != nil {
			t.Fatal(err)
		}
	}); n > 20 {
		t.Errorf("a match makes %g allocations", n)
	}
	// Each of the wildcards could end at every segment. A search that tries a segment again for
	// each of them does not end.
	for _, path := range []string{"/x" + strings.Repeat("/y/z", 20_000), "/x" + strings.Repeat("/y", 20_000) + strings.Repeat("/z", 20_000), strings.Repeat("/", 80_000)} {
		if _, err := router.Match("GET", path); err == nil {
			t.Errorf("%.20s matches", path)
		}
	}
	for _, text := range []string{"%2F", "%2f", "%41", "a/"} {
		wantLinear(t, text, func(n int) {
			path := "/y/" + strings.Repeat(text, n) + "a"
			match, err := router.Match("GET", path)
			if err != nil {
				t.Fatal(err)
			}
			if err := match.DecodeRequest(&transcode.Request{Verb: "GET", Path: path}, dynamicpb.NewMessage(match.Method.Descriptor.Input()), transcode.DecodeRequestOptions{}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// wantLinear fails the test if the memory that f allocates grows faster than the size of its
// input.
func wantLinear(t *testing.T, name string, f func(size int)) {
	t.Helper()
	allocated := func(size int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f(size)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	f(1) // fills the caches
	if few, many := allocated(3_000), allocated(30_000); many > 20*few {
		t.Errorf("%.40s: an input of size 3,000 allocates %d bytes, one of size 30,000 %d", name, few, many)
	}
}

// TestMatchOthers compares with a slow search through all templates.
func TestMatchOthers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	segments := []string{"a", "b", "{V}", "{V=a/*}", "{V=**}", "{V=b/**}"}
	rounds := 200
	if testing.Short() {
		rounds = 20
	}
	for range rounds {
		var rules, paths []string
		for range 8 {
			var template strings.Builder
			many := false
			for _, name := range []string{"a", "b", "c"}[:1+random.IntN(3)] {
				s := segments[random.IntN(len(segments))]
				if strings.Contains(s, "**") {
					if many {
						s = "{V}"
					}
					many = true
				}
				template.WriteString("/" + strings.ReplaceAll(s, "V", name))
			}
			if random.IntN(4) == 0 {
				template.WriteString(":go")
			}
			path := template.String()
			rules, paths = append(rules, get(path)), append(paths, path)
		}
		s := service(t, "", rules...)
		router := routerOf(t, s, transcode.RouterOptions{})
		for range 50 {
			names := make([]string, 1+random.IntN(4))
			for i := range names {
				names[i] = []string{"a", "b", "c"}[random.IntN(3)]
			}
			path := "/" + strings.Join(names, "/")
			if random.IntN(3) == 0 {
				path += ":go"
			}
			match, err := router.Match("GET", path)
			want := slices.ContainsFunc(paths, func(template string) bool { return matchesSlowly(template, path) })
			if (err == nil) != want {
				t.Fatalf("%s among %q: %v, want %t", path, paths, err, want)
			}
			if err == nil && !matchesSlowly(match.Binding.Path.String(), path) {
				t.Fatalf("%s among %q: found %s", path, paths, match.Binding.Path)
			}
		}
	}
}

// matchesSlowly compares a template of TestMatchOthers with a path.
func matchesSlowly(template, path string) bool {
	if t, ok := strings.CutSuffix(template, ":go"); ok {
		p, ok := strings.CutSuffix(path, ":go")
		return ok && matchesSlowly(t, p)
	}
	var pattern []string
	for s := range strings.SplitSeq(strings.NewReplacer("{a}", "*", "{b}", "*", "{c}", "*", "{a=", "", "{b=", "", "{c=", "", "}", "").Replace(template), "/") {
		pattern = append(pattern, s)
	}
	var match func(pattern, segments []string) bool
	match = func(pattern, segments []string) bool {
		if len(pattern) == 0 || len(segments) == 0 {
			return len(pattern) == len(segments)
		}
		if pattern[0] == "**" {
			return match(pattern[1:], segments[1:]) || match(pattern, segments[1:])
		}
		return (pattern[0] == "*" || pattern[0] == segments[0]) && match(pattern[1:], segments[1:])
	}
	return match(pattern, strings.Split(path, "/"))
}

func FuzzMatch(f *testing.F) {
	for _, seed := range []string{"/v1/spaces/A", "/v1/a/b:go", "/v1/%2F/%zz", "/v1/r-1.json", "//", "/v1/x/y/x/y", "/v1/a:b:go"} {
		f.Add(seed)
	}
	router := routerOf(f, service(f, "", get("/v1/{a=spaces/*}"), get("/v1/{a=**}:go"), get("/v1/{a=**}/x/{b=**}"), openAPI("/v1/r-{a}.json"), openAPI("/v1/{a}{b}"), get("/v1/{a}/{b}")), transcode.RouterOptions{})
	f.Fuzz(func(t *testing.T, path string) {
		match, err := router.Match("GET", path)
		if err != nil {
			return
		}
		req := dynamicpb.NewMessage(match.Method.Descriptor.Input())
		if match.DecodeRequest(&transcode.Request{Verb: "GET", Path: path, Header: http.Header{}}, req, transcode.DecodeRequestOptions{}) != nil {
			return
		}
		sent, err := match.Binding.EncodePath(match.Binding.Path, req)
		if err != nil {
			return // Some paths are decoded, but never encoded.
		}
		again, err := router.Match("GET", sent)
		if err != nil {
			t.Fatalf("%q is read as %v, sent as %q: %v", path, req, sent, err)
		}
		got := dynamicpb.NewMessage(again.Method.Descriptor.Input())
		if err := again.DecodeRequest(&transcode.Request{Verb: "GET", Path: sent, Header: http.Header{}}, got, transcode.DecodeRequestOptions{}); err != nil {
			t.Fatal(err)
		}
		if again.Binding == match.Binding && !proto.Equal(req, got) {
			t.Fatalf("%q is read as %v, sent as %q, read as %v", path, req, sent, got)
		}
	})
}

// TestAllow checks the header Allow in the response to a request with another HTTP method.
func TestAllow(t *testing.T) {
	s := transcode.StatusOf(&transcode.RequestError{HTTPStatus: http.StatusMethodNotAllowed, Allowed: []string{"GET", "PUT"}})
	var m *transcode.Method
	r, err := m.EncodeError(s, transcode.EncodeResponseOptions{})
	if err != nil || r.Header.Get("Allow") != "GET, PUT" || r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("got %v, %v", r, err)
	}
}
