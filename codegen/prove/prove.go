// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package prove tries what was generated before it is written: it binds every method as
// a client does, and sends random requests, responses and errors there and back, and the
// document's own examples. Whatever does not come back as it was sent, or is not valid by the
// document's own schemas, is a finding at its place in the document.
//
// The values follow from the names in the document. So every machine tries the same.
package prove

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// Proof counts what was tried.
type Proof struct {
	// Methods are those of the API, and Fields those of its messages.
	Methods, Fields int
	// Requests, Responses, Errors and Examples were sent and read.
	Requests, Responses, Errors, Examples int
	// Messages were written as JSON and read.
	Messages int
	// Differences did not come back as they were sent, or are not valid by the document.
	Differences int
	// Table has a row for each method.
	Table []*Method
}

// String returns the counts in a line.
func (p *Proof) String() string {
	line := fmt.Sprintf("%d methods, %d fields: %d requests, %d responses", p.Methods, p.Fields, p.Requests, p.Responses)
	if p.Errors > 0 {
		line += fmt.Sprintf(", %d errors", p.Errors)
	}
	line += fmt.Sprintf(", %d messages", p.Messages)
	if p.Examples > 0 {
		line += fmt.Sprintf(" and %d examples", p.Examples)
	}
	unbound := 0
	for _, m := range p.Table {
		if m.Unbound != "" {
			unbound++
		}
	}
	switch {
	case p.Differences > 0:
		line += fmt.Sprintf(", of which %d came back changed", p.Differences)
	default:
		line += " identical in both directions"
	}
	if unbound > 0 {
		line += fmt.Sprintf("; %d methods cannot be called", unbound)
	}
	return line
}

// Method is what was tried of one method.
type Method struct {
	Name      string `json:"name"`
	Operation string `json:"operation"`
	HTTP      string `json:"http,omitempty"`
	Requests  int    `json:"requests"`
	Responses int    `json:"responses"`
	Errors    int    `json:"errors"`
	Examples  int    `json:"examples"`
	// Differences counts findings of the method.
	Differences int `json:"differences"`
	// Unbound is why the method cannot be called.
	Unbound string `json:"unbound,omitempty"`
}

// tries is how many random values are made of each message and of each method. The first
// has every field, and none of them is null: it has to be valid by the document.
const tries = 2

// API proves the descriptors of an API, of which the last file has the services. overlaid
// is set if an overlay has changed what the document declares.
func API(api *model.API, files []protoreflect.FileDescriptor, overlaid bool, findings *finding.List) *Proof {
	p := &prover{
		api:      api,
		files:    files,
		findings: findings,
		schemas:  newSchemas(api, overlaid),
		memory:   make(memory),
		reported: make(map[string]bool),
		exampled: make(map[*document.Schema]bool),
		types:    newTypes(files),
		answers:  make(map[answerKey]answer),
		proof:    &Proof{Table: []*Method{}},
	}
	if len(files) == 0 {
		return p.proof // of a document without operations and schemas
	}
	services := files[len(files)-1].Services()
	for _, s := range api.Services {
		methods := services.ByName(protoreflect.Name(s.Name)).Methods()
		for _, m := range s.Methods {
			p.method(m, methods.ByName(protoreflect.Name(m.Name)))
		}
	}
	api.Walk(p.message)
	wirejson.Forget() // it would hold the descriptors
	return p.proof
}

// A prover is the state of one proof.
type prover struct {
	api      *model.API
	files    []protoreflect.FileDescriptor
	findings *finding.List
	schemas  *schemas
	memory   memory
	types    *types
	answers  map[answerKey]answer    // the last ones, see answer
	reported map[string]bool         // the findings that were reported, by place and kind
	requests map[*model.Message]bool // see isRequest
	// exampled are the schemas whose examples were tried.
	exampled map[*document.Schema]bool
	proof    *Proof  // outlives the rest
	row      *Method // of the method that is proved
}

// method proves one method.
func (p *prover) method(m *model.Method, md protoreflect.MethodDescriptor) {
	p.proof.Methods++
	p.row = &Method{Name: string(md.FullName()), Operation: m.Operations[0].ID}
	p.proof.Table = append(p.proof.Table, p.row)
	defer func() { p.row = nil }()
	http, err := transcode.Compile(md)
	if err != nil {
		p.row.Unbound = err.Error()
		p.findings.Add(finding.MethodUnbound, m.At(), "%s cannot be called: %v", m.Name, err)
		return
	}
	p.row.HTTP = http.Binding.Verb + " " + http.Binding.Path.String()
	for n := range uint64(tries) {
		p.request(m, http, seeded(md.FullName(), n, p.memory), n == 0)
		p.response(m, http, n)
	}
	p.unions(m, http)
	p.errors(m, http)
	p.examples(m, http)
}

// unions sends every alternative of the unions that are parameters, whatever is drawn
// otherwise: in HTTP they are told apart by their text alone.
func (p *prover) unions(m *model.Method, http *transcode.Method) {
	fields := http.Descriptor.Input().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		if fd.IsMap() || fd.Message() == nil || !isUnion(fd.Message()) || !isText(http.Binding.PlaceOf(fd)) {
			continue
		}
		p.texts(m, http, fieldPath{fd})
		for n := range fd.Message().Fields().Len() {
			v := seeded(fd.FullName(), uint64(n), p.memory)
			v.all, v.only, v.alternative = false, fd, n
			p.request(m, http, v, false)
		}
	}
	for _, path := range formUnions(http) {
		p.texts(m, http, path)
	}
}

// request sends a random request and compares what arrives.
func (p *prover) request(m *model.Method, http *transcode.Method, v *values, check bool) {
	md := http.Descriptor.Input()
	v.request = true
	v.partial = http.Binding.JSON().OmitUnset && !check
	sent := dynamicpb.NewMessage(md)
	fillRequest(v, http, sent)
	r, err := http.EncodeRequest(sent)
	if err != nil {
		p.differ(m.Request, m.At(), "", "%s: the request %s cannot be sent: %v", m.Name, p.text(sent), err)
		return
	}
	p.row.Requests++
	p.proof.Requests++
	arrived := dynamicpb.NewMessage(md)
	match, err := transcode.NewRouter([]*transcode.Method{http}, transcode.RouterOptions{}).Match(r.Verb, r.Path)
	if err == nil {
		err = match.DecodeRequest(r, arrived, transcode.DecodeRequestOptions{Resolver: p.types})
	}
	if err != nil {
		p.differ(m.Request, m.At(), "", "%s: the request %s %s cannot be read as a server reads it: %v", m.Name, r.Verb, show(r.URL()), err)
		return
	}
	if d := p.compare(sent, arrived, asText, wirejson.MarshalOptions{OmitUnset: http.Binding.JSON().OmitUnset}); d != nil {
		p.differ(m.Request, m.At(), d.path, "%s: a request does not arrive as it was sent: %s (%s %s)", m.Name, d, r.Verb, show(r.URL()))
	}
	inline := m.Operations[0].Body != nil && (m.Operations[0].Body.Kind != document.Ref || http.Binding.IsWholeBody())
	if o := m.Operations[0]; check && inline && !*v.unchecked && transcode.IsJSON(r.Header.Get("Content-Type")) && !p.api.Document.DataWrapper {
		p.checkSchema(o.Body, r.Body, byClient, m.Request, m.At(), m.Name+": the body of a request")
	}
}

// answerKey is a message with the number of its random value.
type answerKey struct {
	message protoreflect.MessageDescriptor
	n       uint64
}

// answer is a random value as a server sends it. It must not be modified.
type answer struct {
	sent      *dynamicpb.Message
	unchecked bool // see values
}

// maxAnswers bounds how many answers are remembered: those of a large API take more
// memory than it takes time to make them again.
const maxAnswers = 200

// answer returns the random value number n of a message. Methods that are proved one
// after the other often have the same responses and errors.
func (p *prover) answer(md protoreflect.MessageDescriptor, n uint64) answer {
	key := answerKey{md, n}
	made, found := p.answers[key]
	if !found {
		v := seeded(md.FullName(), n, p.memory)
		v.response = true
		made.sent = dynamicpb.NewMessage(md)
		v.fill(made.sent, inBody, 0)
		made.unchecked = *v.unchecked
		if len(p.answers) == maxAnswers {
			clear(p.answers)
		}
		p.answers[key] = made
	}
	return made
}

// response sends a random response and compares what a client reads.
func (p *prover) response(m *model.Method, http *transcode.Method, n uint64) {
	md := http.Descriptor.Output()
	answer := p.answer(md, n)
	sent := answer.sent
	r, err := http.EncodeResponse(sent, transcode.EncodeResponseOptions{Resolver: p.types})
	if err != nil {
		p.differ(p.messageOf(m.Response), m.At(), "", "%s: the response %s cannot be written: %v", m.Name, p.text(sent), err)
		return
	}
	p.row.Responses++
	p.proof.Responses++
	read := dynamicpb.NewMessage(md)
	if err := http.DecodeResponse(r, read, p.decoding()); err != nil {
		p.differ(p.messageOf(m.Response), m.At(), "", "%s: the response %s cannot be read: %v", m.Name, show(string(r.Body)), err)
		return
	}
	if d := p.compare(sent, read, exactly, wirejson.MarshalOptions{}); d != nil {
		p.differ(p.messageOf(m.Response), m.At(), d.path, "%s: a response is not read as it was written: %s", m.Name, d)
	}
	if o := m.Operations[0]; n == 0 && !answer.unchecked && len(o.DistinctResponses()) < 2 && o.Response != nil && o.Response.Kind != document.Ref && transcode.IsJSON(r.Header.Get("Content-Type")) && !p.api.Document.DataWrapper {
		p.checkSchema(o.Response, r.Body, byServer, p.messageOf(m.Response), m.At(), m.Name+": the response")
	}
}

// errors sends each kind of error that the method declares.
func (p *prover) errors(m *model.Method, http *transcode.Method) {
	for _, rule := range transcode.MethodRule(http.Descriptor).GetErrorResponses() {
		t, err := p.types.FindMessageByName(protoreflect.FullName(rule.GetMessage()))
		if err != nil {
			continue
		}
		sent := p.answer(t.Descriptor(), 0).sent
		status := &transcode.Status{HTTPStatus: statusOf(rule.GetStatus()), Details: []proto.Message{sent}}
		r, err := http.EncodeError(status, transcode.EncodeResponseOptions{Resolver: p.types})
		if err != nil {
			p.differ(nil, m.At(), rule.GetMessage(), "%s: the error %s cannot be written: %v", m.Name, p.text(sent), err)
			continue
		}
		p.row.Errors++
		p.proof.Errors++
		read := http.DecodeError(r, p.decoding())
		if len(read.Details) == 0 {
			p.differ(nil, m.At(), rule.GetMessage(), "%s: the error %s cannot be read as a %s", m.Name, show(string(r.Body)), rule.GetMessage())
		} else if d := p.compare(sent, read.Details[0], exactly, wirejson.MarshalOptions{}); d != nil {
			p.differ(nil, m.At(), rule.GetMessage()+d.path, "%s: an error is not read as it was written: %s", m.Name, d)
		}
	}
}

// message writes random values of a message as JSON and reads them.
func (p *prover) message(m *model.Message) {
	p.proof.Fields += len(m.Fields)
	if m.MadeFor != nil || p.isRequest(m) {
		return // it is sent as a request
	}
	md := p.types.message(protoreflect.FullName(m.Package.Name + "." + m.Path()))
	if md == nil {
		return
	}
	if m.IsUnion {
		p.alternatives(m, md)
	}
	schema := p.schemas.named[m.Schema]
	for n := range uint64(tries) {
		v := seeded(md.FullName(), n, p.memory)
		sent := dynamicpb.NewMessage(md)
		v.fill(sent, inBody, 0)
		if isUnion(md) && sent.WhichOneof(md.Oneofs().Get(0)) == nil {
			continue
		}
		text, err := wirejson.Marshal(sent)
		if err != nil {
			p.differ(m, m.At, "", "the message %s cannot be written: %v", m.Name, err)
			continue
		}
		p.proof.Messages++
		read := dynamicpb.NewMessage(md)
		if err := (wirejson.UnmarshalOptions{Resolver: p.types}).Unmarshal(text, read); err != nil {
			p.differ(m, m.At, "", "the message %s cannot be read from %s: %v", m.Name, show(string(text)), err)
			continue
		}
		again, err := wirejson.Marshal(read)
		if err != nil {
			p.differ(m, m.At, "", "the message %s cannot be written again: %v", m.Name, err)
			continue
		}
		if d := compareJSON(text, again, exactly); d != nil {
			p.differ(m, m.At, d.path, "the message %s does not come back as it was written: %s", m.Name, d)
		}
		if schema != nil && n == 0 && !*v.unchecked {
			p.checkSchema(schema, text, byServer, m, m.At, "the message "+m.Name)
		}
	}
}

// isRequest reports whether a message of the document is the request of a method, with
// fields that are not in the body.
func (p *prover) isRequest(m *model.Message) bool {
	if p.requests == nil {
		p.requests = make(map[*model.Message]bool)
		for _, s := range p.api.Services {
			for _, method := range s.Methods {
				p.requests[method.Request] = true
			}
		}
	}
	return p.requests[m]
}

// checkSchema reports JSON that is not valid by a schema of the document.
func (p *prover) checkSchema(schema *document.Schema, text []byte, from direction, m *model.Message, at finding.Position, what string) {
	value, err := parseJSON(text)
	if err != nil {
		p.differ(m, at, "", "%s is not JSON: %v", what, err)
		return
	}
	if v := p.schemas.check(schema, value, from); v != nil {
		p.differ(m, at, v.path, "%s is not valid by the document: %s", what, v)
	}
}

// compare returns the first difference of two messages, by their JSON.
func (p *prover) compare(sent, arrived proto.Message, same sameness, options wirejson.MarshalOptions) *difference {
	if proto.Equal(sent, arrived) {
		return nil
	}
	options.Resolver = p.types
	first, err1 := options.Marshal(sent)
	then, err2 := options.Marshal(arrived)
	if err := errors.Join(err1, err2); err != nil {
		return &difference{"", "JSON", err.Error()}
	}
	return compareJSON(first, then, same)
}

// differ reports a difference once for each place in the document.
func (p *prover) differ(m *model.Message, at finding.Position, path, format string, args ...any) {
	p.proof.Differences++
	if p.row != nil {
		p.row.Differences++
	}
	place := locate(m, path, at)
	key := place.String() + "\x00" + format
	if p.reported[key] {
		return
	}
	p.reported[key] = true
	p.findings.Add(finding.ProofDifference, place, format, args...)
}

func (p *prover) decoding() transcode.DecodeOptions {
	return transcode.DecodeOptions{Resolver: p.types}
}

func (p *prover) text(m proto.Message) string {
	text, err := wirejson.MarshalOptions{Resolver: p.types}.Marshal(m)
	if err != nil {
		return err.Error()
	}
	return show(string(text))
}

// messageOf returns the message that a type is, or nil.
func (p *prover) messageOf(t model.Type) *model.Message {
	m, _ := t.(*model.Message)
	return m
}

// statusOf returns an HTTP status that a name of OpenAPI stands for: "404", "4XX", "default".
func statusOf(name string) int {
	switch {
	case name == "default":
		return 500
	case len(name) == 3 && name[1:] == "XX":
		return int(name[0]-'0')*100 + 18
	}
	status := 0
	for _, digit := range name {
		status = status*10 + int(digit-'0')
	}
	return status
}
