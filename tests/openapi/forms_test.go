// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
	"github.com/protolect/protolect/runtime/wirejson"
)

// TestForms calls the methods of the generator's test documents. It compares the requests with
// bodies that were derived by hand from OpenAPI 3.0.4 (section 4.8.15), 3.1.1 (section 4.8.15) and
// Swagger 2.0.
func TestForms(t *testing.T) {
	const (
		form = "application/x-www-form-urlencoded"
		json = "application/json"
	)
	tests := []struct {
		document, method, request string
		contentType, body         string
	}{
		{"forms", "CreateOrder", `{"body": {"metadata": {"order_id": "6735"}, "shipping": {"address": {"city": "Ulm"}}, "items": [{"name": "a"}, {"name": "b"}]}}`,
			form + "; charset=utf-8", "items[0][name]=a&items[1][name]=b&metadata[order_id]=6735&shipping[address][city]=Ulm"},
		{"forms", "CreateOrder", `{"body": {"items": [{"name": "a"}], "expand": ["x", "y"], "discount": ["d"], "note": "n"}}`,
			form + "; charset=utf-8", "discount[0]=d&expand[0]=x&expand[1]=y&items[0][name]=a&note=n"},
		{"forms", "CreateOrder", `{"body": {"items": [{"name": "a"}], "discount": ""}}`,
			form + "; charset=utf-8", "discount=&items[0][name]=a"},
		{"forms", "CreateOrder", `{"body": {"items": [{"name": "a"}], "size": {"width": 1, "height": 2}, "box": {"width": 3, "height": 4}}}`,
			form + "; charset=utf-8", "box=height,4,width,3&height=2&items[0][name]=a&width=1"},
		{"forms", "CreateOrder", `{"body": {"items": [{"name": "a"}], "tags": ["s", "t"], "codes": ["u", "v"], "words": ["w", "x"], "numbers": [1, 2], "count": 3}}`,
			form + "; charset=utf-8", "codes=u|v&count=3&items[0][name]=a&numbers=[1,2]&tags=s,t&words=w x"},
		{"forms", "CreateOrder", `{"body": {"items": [{"name": "a"}], "plain": {"a": "b"}, "lines": [{"text": "c"}, {"text": "d"}]}}`,
			form + "; charset=utf-8", `items[0][name]=a&lines={"text":"c"}&lines={"text":"d"}&plain={"a":"b"}`},
		{"forms", "GetToken", `{"body": {"code": "c", "scopes": ["r", "w"]}}`, form, "code=c&scopes=r w"},
		{"forms", "GetToken", `{"body": {"refresh": "r"}}`, form, "refresh=r"},
		{"forms", "GetToken", `{}`, "", ""},
		{"forms", "SetLabels", `{"body": {"a": "1", "b": "2"}}`, form, "a=1&b=2"},
		{"forms", "SetFree", `{"body": {"filter": {"a": {"b": [1, true]}}, "x": "y"}}`, form, "filter[a][b][0]=1&filter[a][b][1]=true&x=y"},
		{"forms", "SetAnything", `{"body": {"a": "x", "b": 1}}`, form, "a=x&b=1"},
		{"forms", "Upload", `{"body": {"photo": "AQI=", "pages": ["Aw==", "BA=="], "raw": "BQ==", "thumb": "Bg=="}}`, "multipart/form-data",
			"pages (pages, application/pdf): \x03\npages (pages, application/pdf): \x04\nphoto (photo, image/png): \x01\x02\nraw (raw, application/octet-stream): \x05\nthumb (thumb, image/gif): \x06\n"},
		{"forms", "Upload", `{"body": {"info": {"a": "b"}, "extra": {"a": "c"}, "title": "t", "json": "j", "names": ["n", "m"]}}`, "multipart/form-data",
			`extra (, application/json): {"a":"c"}` + "\n" + `info (, application/vnd.info+json): {"a":"b"}` + "\n" + `json (, application/json): "j"` + "\nnames (, ): n\nnames (, ): m\ntitle (, text/markdown): t\n"},
		{"forms", "PatchItem", `{"item": {"name": "a"}}`, "application/merge-patch+json", `{"name":"a"}`},
		{"forms", "SetText", `{"a": "b"}`, "text/json", `{"a":"b"}`},
		{"forms", "SetText", `{}`, "", ""},
		{"forms", "SetVersion", `{"item": {"name": "a"}}`, json + "; charset=utf-8", `{"name":"a"}`},
		{"forms", "SetAny", `{"item": {"name": "a"}}`, json, `{"name":"a"}`},
		{"forms", "SetSuffix", `{"item": {"name": "a"}}`, json, `{"name":"a"}`},
		{"forms", "SetFlag", `{"body": false}`, json, `false`},
		{"forms", "SetFlag", `{}`, "", ""},
		{"forms", "SetBytes", `{"body": "AQI="}`, "application/octet-stream", "\x01\x02"},
		{"forms", "Search", `{}`, "", ""},
		{"multipart", "Search", `{"query": "q"}`, json, `{"query":"q"}`},
		{"multipart", "Upload", `{"body": {"file": "AQ==", "image": "Ag==", "images": ["Aw=="], "old": "BA==", "shared": "BQ=="}}`, "multipart/form-data",
			"file (file, application/octet-stream): \x01\nimage (image, image/png): \x02\nimages (images, image/jpeg): \x03\nold (old, application/octet-stream): \x04\nshared (shared, application/pdf): \x05\n"},
		{"multipart", "Upload", `{"body": {"table": "a;b", "drawing": "<svg/>", "json": "{}", "key": "YWI=", "icon": "YWI=", "any": {"a": 1}}}`, "multipart/form-data",
			`any (, application/json): {"a":1}` + "\ndrawing (, image/svg+xml): <svg/>\nicon (, image/png): YWI=\njson (, ): {}\nkey (, application/octet-stream): YWI=\ntable (, text/csv): a;b\n"},
		{"swagger", "SendLetter", `{"body": {"to": "me", "plain": ["a", "b"], "pipes": [1, 2], "spaces": [3, 4], "tabs": [5, 6], "multi": ["c", "d"]}}`,
			form + "; charset=utf-8", "multi=c&multi=d&pipes=1|2&plain=a,b&spaces=3 4&tabs=5\t6&to=me"},
		{"swagger", "BuyStamps", `{"body": {"count": 3}}`, form, "count=3"},
		{"swagger", "Search", `{"query": {"text": "t"}}`, json, `{"text":"t"}`},
		{"swagger", "SaveSearch", `{"query": {"text": "t"}}`, "text/json", `{"text":"t"}`},
	}
	clients := make(map[string]*formClient)
	for _, test := range tests {
		c := clients[test.document]
		if c == nil {
			c = newFormClient(t, test.document)
			clients[test.document] = c
		}
		contentType, body, err := c.call(t, test.method, test.request)
		if err != nil || contentType != test.contentType || body != test.body {
			t.Errorf("%s %s is sent as %q, %q, want %q, %q: %v", test.method, test.request, contentType, body, test.contentType, test.body, err)
		}
	}
}

// A formClient calls the methods of a test document of the generator.
type formClient struct {
	client  *stub.Client
	methods protoreflect.MethodDescriptors
	sent    *http.Request
	body    []byte
}

func newFormClient(t *testing.T, document string) *formClient {
	t.Helper()
	text, err := os.ReadFile("../../codegen/generate/testdata/" + document + "/document.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "document.yaml", Data: text},
		GoImport: func(string) string { return "example.com/" + document },
	})
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	service := out.Descriptors[len(out.Descriptors)-1].Services().Get(0)
	c := &formClient{methods: service.Methods()}
	c.client, err = stub.NewClient(t.Context(), service, rest.WithoutCredentials(), rest.WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		c.sent, c.body = r, nil
		if r.Body != nil {
			if c.body, err = io.ReadAll(r.Body); err != nil {
				return nil, err
			}
		}
		return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody, Request: r}, nil
	})}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// call sends a request and returns its media type and its body. A urlencoded form is decoded and
// sorted. Each part of a multipart form becomes a line with its name, file name and media type.
func (c *formClient) call(t *testing.T, name, request string) (mediaType, body string, err error) {
	t.Helper()
	method := c.methods.ByName(protoreflect.Name(name))
	if method == nil {
		t.Fatalf("there is no method %s", name)
	}
	m := dynamicpb.NewMessage(method.Input())
	if err := wirejson.Unmarshal([]byte(request), m); err != nil {
		t.Fatalf("%s %s: %v", name, request, err)
	}
	if err := c.client.Call(t.Context(), method.Name(), m, dynamicpb.NewMessage(method.Output())); err != nil {
		return "", "", err
	}
	header := c.sent.Header.Get("Content-Type")
	plain, parameters, _ := mime.ParseMediaType(header)
	switch plain {
	case "application/x-www-form-urlencoded":
		pairs := strings.Split(string(c.body), "&")
		slices.Sort(pairs)
		body, err = url.QueryUnescape(strings.Join(pairs, "&"))
		return header, body, err
	case "multipart/form-data":
		body, err = partsOf(c.body, parameters["boundary"])
		return plain, body, err
	}
	return header, string(c.body), nil
}

func partsOf(body []byte, boundary string) (string, error) {
	var lines strings.Builder
	for reader := multipart.NewReader(strings.NewReader(string(body)), boundary); ; {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return lines.String(), nil
		}
		if err != nil {
			return "", err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&lines, "%s (%s, %s): %s\n", part.FormName(), part.FileName(), part.Header.Get("Content-Type"), data)
	}
}
