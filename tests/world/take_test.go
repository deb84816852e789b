// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"runtime/debug"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/accounting"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/codegen/read"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	protofiles "github.com/protolect/protolect/proto"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// A taker tests one document.
type taker struct {
	*result
	out      *generate.Output
	findings *finding.List
	server   *server
	http     *http.Client // sends requests to the server
	services []*service
	unbound  map[protoreflect.MethodDescriptor]bool // methods that cannot be called according to a finding
}

// A service has a client, unless the client cannot be created.
type service struct {
	protoreflect.ServiceDescriptor
	client *stub.Client
}

// take tests a document. The result contains all failures.
func take(d document) *result {
	return takeWith(d, func(server http.RoundTripper) http.RoundTripper { return server })
}

// takeWith is like take, with another round tripper between the clients and the server.
func takeWith(d document, between func(http.RoundTripper) http.RoundTripper) (r *result) {
	t := &taker{result: newResult(d.Name), server: new(server), unbound: make(map[protoreflect.MethodDescriptor]bool)}
	t.http = &http.Client{Transport: between(t.server)}
	r = t.result
	defer func() {
		if problem := recover(); problem != nil {
			t.fail("panic: "+withoutNames(fmt.Sprint(problem)), example{Problem: string(debug.Stack())})
		}
	}()
	data, err := os.ReadFile(d.File)
	if err != nil {
		t.fail("the file cannot be read", example{Problem: err.Error()})
		return r
	}
	t.Kind = kindOf(data)
	t.count(rowDocuments)
	if !t.convert(d.Name, data) {
		return r
	}
	t.count(rowConverted)
	t.compile()
	t.makeClients()
	t.bindAll()
	if t.Kind == discovery {
		return r
	}
	doc, err := load(data)
	if err != nil || !doc.IsOpenAPI30() && !doc.IsOpenAPI31OrLater() {
		return r
	}
	t.count(rowLoaded)
	t.callAll(doc)
	return r
}

// convert converts a document.
func (t *taker) convert(name string, data []byte) bool {
	doc, findings := read.Document(name, data)
	var operations []accounting.Missing
	if doc != nil {
		for _, o := range doc.Operations {
			operations = append(operations, accounting.Missing{Name: o.HTTPMethod + " " + o.URLPath, At: o.At})
		}
	}
	ids := make(map[string]bool)
	var err error
	t.out, t.findings, err = generate.Document(doc, findings, generate.Input{
		Document: generate.File{Name: name, Data: data},
		GoImport: func(protoPackage string) string {
			return "example.com/gen/" + strings.ReplaceAll(protoPackage, ".", "/")
		},
	})
	if t.out != nil {
		_, err = generate.Go(t.out.Descriptors)
	}
	if err != nil {
		t.out = nil
		t.fail("refused: "+withoutNames(err.Error()), example{Problem: err.Error()})
	}
	refused := make(map[string]bool)
	for _, f := range t.findings.All() {
		if f.Severity == finding.Error && !refused[f.Rule] {
			refused[f.Rule] = true
			t.fail("refused: "+f.Rule, example{Place: f.Position.Pointer, Problem: f.Message})
		}
	}
	if t.out == nil {
		t.count(rowRefused)
		return false
	}
	for _, o := range t.out.Document.Operations {
		ids[o.HTTPMethod+" "+o.URLPath] = true
	}
	for _, o := range operations {
		t.count(rowOperations)
		switch {
		case ids[o.Name]:
		case t.isReported(o.At.Pointer):
			t.count(rowReported)
		default:
			t.count(rowSilent)
			t.fail("lost: an operation without a finding", example{Operation: o.Name, Place: o.At.Pointer})
		}
	}
	return true
}

// isReported reports whether a warning is about a place of the document or something in it.
func (t *taker) isReported(pointer string) bool {
	for _, f := range t.findings.All() {
		if f.Severity != finding.Warning {
			continue
		}
		for _, at := range append(f.More[:len(f.More):len(f.More)], f.Position) {
			if at.Pointer == pointer || strings.HasPrefix(at.Pointer, pointer+"/") {
				return true
			}
		}
	}
	return false
}

// compile compiles the printed files and looks up the document's declarations in them.
func (t *taker) compile() {
	text := map[string][]byte{apipb.File_protolect_api_v1_annotations_proto.Path(): protofiles.Annotations}
	var paths []string
	for _, f := range t.out.Proto {
		text[f.Name] = f.Data
		paths = append(paths, f.Name)
	}
	compiled, err := protofile.Compile(context.Background(), func(path string) ([]byte, error) {
		if data, ok := text[path]; ok {
			return data, nil
		}
		return nil, fs.ErrNotExist
	}, paths...)
	if err != nil {
		t.fail("compile: "+withoutNames(err.Error()), example{Problem: err.Error()})
		return
	}
	for i, file := range compiled {
		if string(protofile.Print(file)) != string(t.out.Proto[i].Data) {
			t.fail("compile: the file prints differently after it was compiled", example{Place: file.Path()})
			return
		}
	}
	t.count(rowCompiled)
	account := accounting.Count(t.out.Document, compiled)
	for _, n := range account.Declared {
		t.Count[rowDeclared] += n
	}
	for _, m := range account.Unexplained(t.findings.All()) {
		t.count(rowLost)
		t.fail("lost: one of the "+m.Kind.String()+" without a finding", example{Place: m.At.Pointer, Problem: m.Name})
	}
}

// makeClients creates clients of each service: without credentials, and with each kind that it
// accepts.
func (t *taker) makeClients() {
	for _, file := range t.out.Descriptors {
		for i := range file.Services().Len() {
			sd := file.Services().Get(i)
			s := &service{ServiceDescriptor: sd}
			t.services = append(t.services, s)
			t.count(rowServices)
			options := []rest.ClientOption{rest.WithHTTPClient(t.http)}
			if host, _ := proto.GetExtension(sd.Options(), annotations.E_DefaultHost).(string); host == "" {
				options = append(options, rest.WithEndpoint("https://api.example.com"))
			}
			var err error
			if s.client, err = stub.NewClient(context.Background(), sd, append(options, rest.WithoutCredentials())...); err != nil {
				t.clientFails(sd, err)
				continue
			}
			schemes := option[*apipb.FileRule](file, apipb.E_File).GetSecuritySchemes()
			for _, scheme := range schemes {
				if _, err := stub.NewClient(context.Background(), sd, append(options, credential(scheme))...); err != nil {
					t.fail("client: with a credential: "+withoutNames(message(err)), example{Place: string(sd.FullName()), Sent: protojson.Format(scheme), Problem: err.Error()})
				}
			}
			t.count(rowClients)
		}
	}
}

// credential returns an option for a scheme.
func credential(scheme *apipb.SecurityScheme) rest.ClientOption {
	switch scheme.GetKind().(type) {
	case *apipb.SecurityScheme_HttpBasic:
		return rest.WithBasicAuth("somebody", "a password")
	case *apipb.SecurityScheme_HttpBearer:
		return rest.WithBearerToken("a-token")
	case *apipb.SecurityScheme_ApiKey:
		return rest.WithNamedAPIKey(scheme.GetName(), "a-key")
	}
	return rest.WithoutCredentials()
}

// message returns an error without the names of service and method at its start.
func message(err error) string {
	if e, ok := errors.AsType[*rest.Error](err); ok {
		return e.Message
	}
	_, text, _ := strings.Cut(strings.TrimPrefix(err.Error(), "rest: "), ": ")
	return text
}

// clientFails records why a service has no client. All its methods fail as well.
func (t *taker) clientFails(sd protoreflect.ServiceDescriptor, err error) {
	named := 0
	for line := range strings.Lines(message(err)) {
		name, why, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "method "), ": ")
		method := sd.Methods().ByName(protoreflect.Name(name))
		if !ok || method == nil {
			continue
		}
		named++
		t.fail("client: "+withoutNames(withoutFields(why, method)), example{Operation: describe(method), Problem: why})
	}
	if named == 0 {
		t.fail("client: "+withoutNames(message(err)), example{Place: string(sd.FullName()), Problem: err.Error()})
	}
	for range sd.Methods().Len() {
		t.count(rowMethods)
		t.count(rowFailing)
	}
}

// withoutFields returns a message in which all names of a request's fields are replaced by the same
// word.
func withoutFields(text string, method protoreflect.MethodDescriptor) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		last := strings.Trim(word[strings.LastIndexByte(word, '.')+1:], ":,")
		if len(words) > 1 && isField(protoreflect.Name(last), method.Input(), 3) {
			words[i] = strings.Replace(word, strings.Trim(word, ":,"), "FIELD", 1)
		}
		if word == string(method.Name()) {
			words[i] = "METHOD"
		}
	}
	return strings.Join(words, " ")
}

func isField(name protoreflect.Name, md protoreflect.MessageDescriptor, depth int) bool {
	if md.Fields().ByName(name) != nil {
		return true
	}
	for i := range md.Fields().Len() {
		if inner := md.Fields().Get(i).Message(); inner != nil && depth > 0 && isField(name, inner, depth-1) {
			return true
		}
	}
	return false
}

// describe returns the name of a method and its HTTP request.
func describe(method protoreflect.MethodDescriptor) string {
	text := string(method.FullName())
	if rule := ruleOf(method); rule != nil {
		verb, path := request(rule)
		text = verb + " " + path + " (" + text + ")"
	}
	return text
}

// ruleOf returns the HTTP rule of a method, or nil.
func ruleOf(method protoreflect.MethodDescriptor) *annotations.HttpRule {
	if rule := option[*annotations.HttpRule](method, annotations.E_Http); rule != nil {
		return rule
	}
	return option[*apipb.MethodRule](method, apipb.E_Method).GetHttp()
}

func request(rule *annotations.HttpRule) (verb, path string) {
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return http.MethodGet, p.Get
	case *annotations.HttpRule_Put:
		return http.MethodPut, p.Put
	case *annotations.HttpRule_Post:
		return http.MethodPost, p.Post
	case *annotations.HttpRule_Delete:
		return http.MethodDelete, p.Delete
	case *annotations.HttpRule_Patch:
		return http.MethodPatch, p.Patch
	case *annotations.HttpRule_Custom:
		return p.Custom.GetKind(), p.Custom.GetPath()
	}
	return "", ""
}

// errSent is the error of a round tripper that only checks whether a request is sent.
var errSent = errors.New("it is sent")

// bindAll calls each method with a random message and checks that a request is sent.
func (t *taker) bindAll() {
	for _, s := range t.services {
		for i := range s.Methods().Len() {
			if s.client == nil {
				continue
			}
			method := s.Methods().Get(i)
			t.count(rowMethods)
			sent := false
			t.server.handle = func(*http.Request) (*http.Response, error) {
				sent = true
				return nil, errSent
			}
			var why error
			var req proto.Message
			for try := 0; try < 5 && !sent; try++ {
				random := newRandom(t.Document, string(method.FullName()), fmt.Sprint("bind", try))
				req = t.drawRequest(newMessages(random, new(schemas), try), method, nil)
				why = call(s.client, method, req)
			}
			switch {
			case sent:
				t.count(rowBound)
			case t.isMethodReported(method):
				t.count(rowUnbound)
				t.unbound[method] = true
			default:
				t.count(rowFailing)
				t.fail("method: "+withoutNames(withoutFields(message(why), method)), example{Operation: describe(method), Sent: messageText(req), Problem: why.Error()})
			}
		}
	}
}

// call calls a method like a generated client.
func call(client *stub.Client, method protoreflect.MethodDescriptor, req proto.Message) error {
	resp := dynamicpb.NewMessage(method.Output())
	rule := option[*apipb.MethodRule](method, apipb.E_Method)
	switch {
	case rule.GetMediaUpload().GetRequired():
		var options []rest.CallOption
		if accept := rule.GetMediaUpload().GetAccept(); len(accept) > 0 {
			options = append(options, rest.WithContentType(strings.ReplaceAll(accept[0], "*", "x")))
		}
		return client.Upload(context.Background(), method.Name(), req, resp, strings.NewReader("media"), options...)
	case rule.GetMediaDownload().GetOnly():
		media, err := client.Download(context.Background(), method.Name(), req)
		if err == nil {
			media.Close()
		}
		return err
	}
	return client.Call(context.Background(), method.Name(), req, resp)
}

func (t *taker) isMethodReported(method protoreflect.MethodDescriptor) bool {
	for _, id := range option[*apipb.MethodRule](method, apipb.E_Method).GetIds() {
		for _, o := range t.out.Document.Operations {
			if o.ID == id && t.isReported(o.At.Pointer) {
				return true
			}
		}
	}
	return false
}

func messageText(m proto.Message) string {
	text, err := protojson.Marshal(m)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// load reads a document with kin-openapi. It must be OpenAPI 3: kin-openapi's conversion of Swagger
// 2.0 loses the form of lists (collectionFormat).
func load(data []byte) (*openapi3.T, error) {
	data, err := toJSON(data)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	wrapReferences(tree)
	if data, err = json.Marshal(tree); err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(data)
}

// wrapReferences moves references beside readOnly or writeOnly into an allOf. OpenAPI 3.0 ignores
// members beside $ref, but documents rely on them.
func wrapReferences(value any) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			wrapReferences(element)
		}
	case map[string]any:
		for _, member := range value {
			wrapReferences(member)
		}
		ref, isText := value["$ref"].(string)
		if isText && (value["readOnly"] == true || value["writeOnly"] == true) {
			delete(value, "$ref")
			value["allOf"] = []any{map[string]any{"$ref": ref}}
			delete(value, "type") // another member beside the reference
		}
	}
}
