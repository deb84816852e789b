// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/stub"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// A server handles requests within the process.
type server struct {
	handle func(*http.Request) (*http.Response, error)
}

func (s *server) RoundTrip(r *http.Request) (*http.Response, error) { return s.handle(r) }

// callAll calls some operations of a document.
func (t *taker) callAll(doc *openapi3.T) {
	methods := make(map[string]protoreflect.MethodDescriptor)
	clients := make(map[protoreflect.FullName]*stub.Client)
	for _, s := range t.services {
		for i := range s.Methods().Len() {
			method := s.Methods().Get(i)
			clients[method.FullName()] = s.client
			for _, id := range option[*apipb.MethodRule](method, apipb.E_Method).GetIds() {
				methods[id] = method
			}
		}
	}
	var operations []*operation
	s := newSchemas(doc)
	for _, o := range t.out.Document.Operations {
		method := methods[o.ID]
		item := doc.Paths.Value(o.URLPath)
		if method == nil || clients[method.FullName()] == nil || item == nil || item.GetOperation(o.HTTPMethod) == nil {
			continue // it has no method or no client, which is already counted
		}
		operations = append(operations, newOperation(doc, o.URLPath, o.HTTPMethod, method, clients[method.FullName()], s))
	}
	slices.SortFunc(operations, func(a, b *operation) int { return strings.Compare(a.name, b.name) })
	newRandom(t.Document).Shuffle(len(operations), func(i, j int) { operations[i], operations[j] = operations[j], operations[i] })
	failures := len(t.Causes)
	for _, o := range operations[:min(len(operations), maxOperations())] {
		if !o.canBeCalled() || t.unbound[o.method] || o.lacksBody() && t.isMethodReported(o.method) {
			t.count(rowUndrawn)
			continue
		}
		t.callWithMessage(o)
		t.callWithValues(o)
		t.callForError(o)
	}
	if len(t.Causes) == failures {
		t.count(rowMatching)
	}
}

func maxOperations() int { return *operations }

// tries is the number of requests that are generated if kin-openapi refuses values that the
// descriptors allow.
const tries = 8

// callWithMessage calls an operation with a message that is generated from descriptors.
func (t *taker) callWithMessage(o *operation) {
	for try := range tries {
		random := newRandom(t.Document, o.name, "message", strconv.Itoa(try))
		req := t.drawRequest(newMessages(random, o.schemas, try), o.method, o)
		c := &exchange{taker: t, operation: o, random: newRandom(t.Document, o.name, "answer to message"), request: req}
		c.call()
		if !c.isValueRefused {
			c.record(rowCallsMessages, rowGoodMessages)
			return
		}
		if try+1 == tries {
			t.count(rowUndrawnMessages)
			t.note("no message drawn: "+strings.TrimPrefix(c.failures[0].key, "request refused: "), c.withOperation(c.failures[0].example))
		}
	}
}

// callWithValues calls an operation with values that are generated from the schemas of its
// parameters and body.
func (t *taker) callWithValues(o *operation) {
	random := newRandom(t.Document, o.name, "values")
	s, err := o.drawValues(&values{Rand: random, schemas: o.schemas, isRequest: true, place: inPlainText})
	if err != nil {
		t.count(rowUndrawn)
		return
	}
	req, err := o.message(s)
	c := &exchange{taker: t, operation: o, random: newRandom(t.Document, o.name, "answer to values"), request: req, drawn: s}
	if held, ok := errors.AsType[*heldError](err); ok {
		why := "cannot hold a " + held.where + ": " + withoutNames(withoutFields(held.err.Error(), o.method))
		if hasUnknown(held.value) {
			why = "cannot hold a member that the document requires and does not describe"
		}
		c.fail("message: "+why, held.name, held.Error())
	} else {
		c.call()
	}
	c.record(rowCallsValues, rowGoodValues)
}

// An exchange is a call with its request and response.
type exchange struct {
	*taker
	*operation
	random   interface{ IntN(int) int }
	request  proto.Message
	drawn    *sampleRequest // nil if the message was generated
	response *sampleResponse
	sent     string // the text of the request

	failures []failure
	// differs describes what arrived differently.
	differs []failure
	// isValueRefused reports that kin-openapi refuses a value for a reason that descriptors cannot
	// express.
	isValueRefused bool
	isUnjudged     bool
	counts         []string
}

type failure struct {
	key string
	example
}

func (c *exchange) fail(key, place, problem string) {
	c.failures = append(c.failures, failure{key, example{Place: place, Sent: c.sent, Problem: problem}})
}

func (c *exchange) differ(key, place, sent, problem string) {
	c.differs = append(c.differs, failure{key, example{Place: place, Sent: sent, Problem: problem}})
}

// record counts the result of a call.
func (c *exchange) record(rowKind, rowKindGood string) {
	c.count(rowCalls)
	c.count(rowKind)
	if len(c.failures) == 0 {
		c.count(rowGood)
		c.count(rowKindGood)
	}
	if c.isUnjudged {
		c.count(rowUnjudged)
	}
	for _, row := range c.counts {
		c.count(row)
	}
	for _, f := range slices.Concat(c.failures, c.differs) {
		c.taker.fail(f.key, c.withOperation(f.example))
	}
}

func (c *exchange) withOperation(e example) example {
	e.Operation = c.name + " (" + string(c.method.FullName()) + ")"
	if e.Sent == "" {
		e.Sent = messageText(c.request)
	}
	return e
}

var errRefused = errors.New("the request is refused")

// call calls the operation and compares what arrives on both sides.
func (c *exchange) call() {
	arrived := false
	c.server.handle = func(r *http.Request) (*http.Response, error) {
		arrived = true
		if err := c.judge(r); err != nil {
			return nil, err
		}
		return c.respond(r)
	}
	resp := dynamicpb.NewMessage(c.method.Output())
	err := c.client.Call(context.Background(), c.method.Name(), c.request, resp)
	switch {
	case len(c.failures) > 0:
	case err != nil && !arrived:
		c.fail("not sent: "+withoutNames(withoutFields(message(err), c.method)), "", err.Error())
	case c.response == nil: // no response was generated
	case err != nil:
		c.sent = c.response.String()
		c.fail("response: cannot be read: "+withoutNames(strings.ReplaceAll(message(err), string(c.method.Output().FullName()), "MESSAGE")), "", err.Error())
	default:
		c.compareResponse(resp)
	}
}

// compareResponse encodes the response again and compares it.
func (c *exchange) compareResponse(resp protoreflect.Message) {
	a := c.response
	if a.isEmpty {
		return
	}
	c.counts = append(c.counts, rowResponses)
	where := resp
	fields := resp.Descriptor().Fields()
	for i := range fields.Len() {
		if fd := fields.Get(i); option[*apipb.FieldRule](fd, apipb.E_Field).GetHttpStatus() != "" && resp.Has(fd) {
			where = resp.Get(fd).Message()
		}
	}
	fields = where.Descriptor().Fields()
	var d *difference
	switch name := where.Descriptor().FullName(); {
	case name == "google.api.HttpBody":
		if got := string(where.Get(fields.ByName("data")).Bytes()); got != string(a.body) {
			d = &difference{"", "the content of a google.api.HttpBody", got}
		}
	case name == "google.protobuf.StringValue" && !a.isJSON:
		if got := where.Get(fields.ByName("value")).String(); got != string(a.body) {
			d = &difference{"", "a text that is the response", got}
		}
	case name == "google.protobuf.Empty":
		if !same(a.value, map[string]any{}) {
			d = &difference{"", "the method has no response", string(a.body)}
		}
	case name == "google.protobuf.Int64Value" || name == "google.protobuf.UInt64Value":
		// As a whole response, it is written as text.
		if got, ok := number(a.value); !ok || got != floatOf(fields.Get(0), where.Get(fields.Get(0))) {
			d = &difference{"", "a 64-bit integer that is the response", where.Get(fields.Get(0)).String()}
		}
	case !a.isJSON:
		d = &difference{"", "the response is not JSON, and it was read as that", string(name)}
	default:
		text, err := wirejson.MarshalOptions{OmitInputOnly: true}.Marshal(where.Interface())
		var got any
		if err == nil {
			err = json.Unmarshal(text, &got)
		}
		if err != nil {
			c.differ("response: cannot be written: "+withoutNames(err.Error()), "", a.String(), err.Error())
			return
		}
		d = differences("", a.value, got)
	}
	if d == nil {
		c.counts = append(c.counts, rowSameResponses)
		return
	}
	c.differ("response differs: "+d.kind, d.path+" in "+locate(where.Descriptor(), d.path), a.String(), d.text)
}

// callForError lets the server respond with an error, whose body is read and written again.
func (t *taker) callForError(o *operation) {
	random := newRandom(t.Document, o.name, "error")
	var statuses []string
	responses := o.route.Operation.Responses.Map()
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		if status[0] == '4' || status[0] == '5' || status == "default" {
			if _, schema := jsonOf(responses[status]); schema != nil {
				statuses = append(statuses, status)
			}
		}
	}
	if len(statuses) == 0 {
		return
	}
	status := statuses[random.IntN(len(statuses))]
	mediaType, schema := jsonOf(responses[status])
	value, err := o.schemas.draw(random, schema, false, inJSON)
	if err != nil {
		return
	}
	a := newSampleResponse(concrete(status, 503), mediaType, value)
	var md protoreflect.MessageDescriptor
	for _, r := range option[*apipb.MethodRule](o.method, apipb.E_Method).GetErrorResponses() {
		if strings.EqualFold(r.GetStatus(), status) {
			md = t.find(protoreflect.FullName(r.GetMessage()))
		}
	}
	if md == nil {
		return // the schema is not an object, or it is the default one of a method that lists all statuses
	}
	t.count(rowErrors)
	e := example{Operation: o.name + " (" + string(o.method.FullName()) + ")", Sent: a.String()}
	m := dynamicpb.NewMessage(md)
	if err := (transcode.DecodeOptions{}).JSON().Unmarshal(a.body, m); err != nil {
		e.Problem = err.Error()
		t.fail("error response: cannot be read: "+withoutNames(err.Error()), e)
		return
	}
	text, err := wirejson.Marshal(m)
	var got any
	if err == nil {
		err = json.Unmarshal(text, &got)
	}
	if err != nil {
		e.Problem = err.Error()
		t.fail("error response: cannot be written: "+withoutNames(err.Error()), e)
		return
	}
	if d := differences("", value, got); d != nil {
		e.Place, e.Problem = d.path+" in "+locate(md, d.path), d.text
		t.fail("error response differs: "+d.kind, e)
		return
	}
	t.count(rowSameErrors)
}

// find returns a message of the document.
func (t *taker) find(name protoreflect.FullName) protoreflect.MessageDescriptor {
	for _, file := range t.out.Descriptors {
		if inner, ok := strings.CutPrefix(string(name), string(file.Package())+"."); ok {
			parts := strings.Split(inner, ".")
			md := file.Messages().ByName(protoreflect.Name(parts[0]))
			for _, part := range parts[1:] {
				if md != nil {
					md = md.Messages().ByName(protoreflect.Name(part))
				}
			}
			if md != nil {
				return md
			}
		}
	}
	return nil
}

// jsonOf returns the schema of a response's JSON, and its media type.
func jsonOf(ref *openapi3.ResponseRef) (string, *openapi3.Schema) {
	if ref == nil || ref.Value == nil {
		return "", nil
	}
	for _, name := range slices.Sorted(maps.Keys(ref.Value.Content)) {
		if media := ref.Value.Content[name]; isJSON(name) && media != nil && media.Schema != nil {
			return name, media.Schema.Value
		}
	}
	return "", nil
}

// A sampleResponse is a response that is valid according to the document.
type sampleResponse struct {
	status    int
	mediaType string
	isJSON    bool
	isEmpty   bool
	value     any // the JSON value
	body      []byte
}

func newSampleResponse(status int, mediaType string, value any) *sampleResponse {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err) // cannot happen: the value was generated
	}
	return &sampleResponse{status: status, mediaType: strings.ReplaceAll(mediaType, "*/*", "application/json"), isJSON: true, value: value, body: body}
}

func (a *sampleResponse) String() string {
	return fmt.Sprintf("%d %s\n%s", a.status, a.mediaType, a.body)
}

// concrete returns a status that "2XX", "404" or "default" includes.
func concrete(status string, otherwise int) int {
	var n int
	if _, err := fmt.Sscanf(strings.NewReplacer("X", "0", "x", "0").Replace(status), "%d", &n); err != nil {
		return otherwise
	}
	return n
}

// respond generates a response.
func (c *exchange) respond(r *http.Request) (*http.Response, error) {
	random := c.random
	responses := c.route.Operation.Responses.Map()
	var statuses []string
	for status, ref := range responses {
		if status != "" && status[0] == '2' && ref != nil && ref.Value != nil {
			statuses = append(statuses, status)
		}
	}
	slices.Sort(statuses)
	if len(statuses) == 0 && len(responses) == 1 && responses["default"] != nil && responses["default"].Value != nil {
		statuses = []string{"default"}
	}
	if len(statuses) == 0 {
		c.response = &sampleResponse{status: http.StatusNoContent, isEmpty: true}
		return c.response.response(r), nil
	}
	status := statuses[random.IntN(len(statuses))]
	a := &sampleResponse{status: concrete(status, http.StatusOK), isEmpty: true}
	content := responses[status].Value.Content
	if mediaType := acceptable(content, r.Header.Get("Accept")); mediaType != "" && a.status != http.StatusNoContent && a.status != http.StatusResetContent {
		media := content[mediaType]
		switch {
		case isJSON(mediaType) && (media == nil || media.Schema == nil):
			a = newSampleResponse(a.status, mediaType, map[string]any{})
		case isJSON(mediaType):
			value, err := c.schemas.draw(newRandom(c.Document, c.name, status, "response"), media.Schema.Value, false, inJSON)
			if err != nil {
				return nil, err // not a failure: kin-openapi accepts no value
			}
			a = newSampleResponse(a.status, mediaType, value)
		default:
			a = &sampleResponse{status: a.status, mediaType: strings.ReplaceAll(mediaType, "*", "octet-stream"), body: []byte("content é\n")}
		}
	}
	c.response = a
	return a.response(r), nil
}

// acceptable returns the media type of the response: one that the client accepts, JSON if possible.
func acceptable(content openapi3.Content, accept string) string {
	var best string
	for _, name := range slices.Sorted(maps.Keys(content)) {
		score := func(name string) int {
			n := 0
			if accepts(accept, name) {
				n += 2
			}
			if isJSON(name) {
				n++
			}
			return n
		}
		if best == "" || score(name) > score(best) {
			best = name
		}
	}
	return best
}

// accepts reports whether an Accept header includes a media type.
func accepts(accept, mediaType string) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	for one := range strings.SplitSeq(accept, ",") {
		one, _, _ = strings.Cut(strings.TrimSpace(one), ";")
		prefix, wild := strings.CutSuffix(one, "*")
		if one == "*/*" || strings.EqualFold(one, strings.TrimSpace(mediaType)) || wild && strings.HasPrefix(mediaType, prefix) {
			return true
		}
	}
	return false
}

func (a *sampleResponse) response(r *http.Request) *http.Response {
	body := a.body
	if r.Method == http.MethodHead {
		body, a.isEmpty = nil, true
	}
	response := &http.Response{
		StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: make(http.Header),
		Body: readCloser{bytes.NewReader(body)}, ContentLength: int64(len(body)), Request: r,
	}
	if a.mediaType != "" {
		response.Header.Set("Content-Type", a.mediaType)
	}
	return response
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }
