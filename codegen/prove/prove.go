// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package prove checks generated descriptors before they are written. It binds every method
// as a client does, encodes random requests, responses and errors, decodes them, and does the
// same with the examples of the document. A value that a round trip changes, or is invalid
// according to the schemas of the document, is a finding at its place in the document.
//
// The random values depend only on the names in the document and the numbers of the fields, so
// that every run uses the same values, whatever the package is called.
package prove

import (
	"bytes"
	"fmt"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// Proof contains the results.
type Proof struct {
	// Methods and Fields are the numbers of methods and fields of the API.
	Methods, Fields int
	// Requests, Responses, Errors and Examples are the numbers of values that were encoded
	// and decoded as HTTP.
	Requests, Responses, Errors, Examples int
	// Messages is the number of values that were encoded and decoded as JSON.
	Messages int
	// Differences is the number of values that changed or are invalid according to the
	// document.
	Differences int
	// Table has a row for each method.
	Table []*Method
}

// String returns the results in one line.
func (p *Proof) String() string {
	line := fmt.Sprintf("%s, %s: %s, %s",
		counted(p.Methods, "method"), counted(p.Fields, "field"), counted(p.Requests, "request"), counted(p.Responses, "response"))
	if p.Errors > 0 {
		line += ", " + counted(p.Errors, "error")
	}
	line += ", " + counted(p.Messages, "message")
	if p.Examples > 0 {
		line += " and " + counted(p.Examples, "example")
	}
	unbound := 0
	for _, m := range p.Table {
		if m.Unbound != "" {
			unbound++
		}
	}
	switch {
	case p.Differences > 0:
		line += fmt.Sprintf(", of which %d changed", p.Differences)
	default:
		line += " identical in both directions"
	}
	if unbound > 0 {
		line += "; " + counted(unbound, "method") + " cannot be called"
	}
	return line
}

// Method contains the results for a method.
type Method struct {
	Name      string `json:"name"`
	Operation string `json:"operation"`
	HTTP      string `json:"http,omitempty"`
	Requests  int    `json:"requests"`
	Responses int    `json:"responses"`
	Errors    int    `json:"errors"`
	Examples  int    `json:"examples"`
	// Differences is the number of values that changed or are invalid.
	Differences int `json:"differences"`
	// Unbound is the reason why the method cannot be called, or "".
	Unbound string `json:"unbound,omitempty"`
}

// tries is the number of random values of each message and each method. The first has every
// field, and none of them is null, so that it must be valid according to the document.
const tries = 2

// API checks the descriptors of an API. The last file contains the services. overlaid states
// that an overlay changed declarations of the document.
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
		samples:  make(map[sampleKey]sample),
		proof:    &Proof{Table: []*Method{}},
	}
	if len(files) == 0 {
		return p.proof // the document has neither operations nor schemas
	}
	services := files[len(files)-1].Services()
	for _, s := range api.Services {
		methods := services.ByName(protoreflect.Name(s.Name)).Methods()
		for _, m := range s.Methods {
			p.method(m, methods.ByName(protoreflect.Name(m.Name)))
		}
	}
	api.Walk(p.message)
	wirejson.ClearCaches() // its cache refers to the descriptors
	return p.proof
}

// prover is the state of one proof.
type prover struct {
	api      *model.API
	files    []protoreflect.FileDescriptor
	findings *finding.List
	schemas  *schemas
	memory   memory
	types    *types
	samples  map[sampleKey]sample      // see sample
	reported map[string]bool           // the reported findings, by place and format
	requests map[*model.Message]bool   // see isRequest
	exampled map[*document.Schema]bool // the schemas whose examples were read
	proof    *Proof
	row      *Method // the results of the current method, or nil
}

// method checks a method.
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
		p.request(m, http, seeded(md, n, p.memory), n == 0)
		p.response(m, http, n)
	}
	p.unions(m, http)
	p.errors(m, http)
	p.examples(m, http)
}

// unions sends every alternative of each union that is a parameter. In HTTP, only the text of
// a parameter selects the alternative.
func (p *prover) unions(m *model.Method, http *transcode.Method) {
	fields := http.Descriptor.Input().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		if fd.IsMap() || fd.Message() == nil || !isUnion(fd.Message()) || !isText(http.Binding.PlaceOf(fd)) {
			continue
		}
		p.texts(m, http, fieldPath{fd})
		for n := range fd.Message().Fields().Len() {
			v := seeded(fd, uint64(n), p.memory)
			v.all, v.only, v.alternative = false, fd, n
			p.request(m, http, v, false)
		}
	}
	for _, path := range formUnions(http) {
		p.texts(m, http, path)
	}
}

// request encodes a random request, decodes it and compares both. check states whether it
// must be valid according to the document.
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
		p.differ(m.Request, m.At(), "", "%s: a server cannot read the request %s %s: %v", m.Name, r.Verb, show(r.URL()), err)
		return
	}
	options := wirejson.MarshalOptions{OmitUnset: http.Binding.JSON().OmitUnset, OmitOutputOnly: true}
	if d := p.compare(sent, arrived, asText, options); d != nil {
		p.differ(m.Request, m.At(), d.path, "%s: a request changes between client and server: %s (%s %s)", m.Name, d, r.Verb, show(r.URL()))
	}
	o := m.Operations[0]
	inline := o.Body != nil && (o.Body.Kind != document.Ref || http.Binding.IsWholeBody())
	if check && inline && !*v.unchecked && transcode.IsJSON(r.Header.Get("Content-Type")) && !p.api.Document.DataWrapper {
		p.checkSchema(o.Body, r.Body, byClient, m.Request, m.At(), m.Name+": the body of a request")
	}
}

// sampleKey identifies a random response: the message and the number of the value.
type sampleKey struct {
	message protoreflect.MessageDescriptor
	n       uint64
}

// sample is a random response or error. It must not be modified.
type sample struct {
	sent      *dynamicpb.Message
	unchecked bool // see values
}

// maxSamples limits the number of cached samples, because those of a large API need much
// memory.
const maxSamples = 200

// sample returns the random response number n of a message. It caches the last samples,
// because consecutive methods often have the same responses and errors.
func (p *prover) sample(md protoreflect.MessageDescriptor, n uint64) sample {
	key := sampleKey{md, n}
	s, found := p.samples[key]
	if !found {
		v := seeded(md, n, p.memory)
		v.response = true
		s.sent = dynamicpb.NewMessage(md)
		v.fill(s.sent, inBody, 0)
		s.unchecked = *v.unchecked
		if len(p.samples) == maxSamples {
			clear(p.samples)
		}
		p.samples[key] = s
	}
	return s
}

// response encodes the random response number n, decodes it and compares both.
func (p *prover) response(m *model.Method, http *transcode.Method, n uint64) {
	md := http.Descriptor.Output()
	sample := p.sample(md, n)
	sent := sample.sent
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
	if d := p.compare(sent, read, exactly, wirejson.MarshalOptions{OmitInputOnly: true}); d != nil {
		p.differ(p.messageOf(m.Response), m.At(), d.path, "%s: a response changes between server and client: %s", m.Name, d)
	}
	o := m.Operations[0]
	inline := len(o.DistinctResponses()) < 2 && o.Response != nil && o.Response.Kind != document.Ref
	if n == 0 && inline && !sample.unchecked && transcode.IsJSON(r.Header.Get("Content-Type")) && !p.api.Document.DataWrapper {
		p.checkSchema(o.Response, r.Body, byServer, p.messageOf(m.Response), m.At(), m.Name+": the response")
	}
}

// errors encodes a random error for each error response of a method, decodes it and compares
// both.
func (p *prover) errors(m *model.Method, http *transcode.Method) {
	for _, rule := range transcode.MethodRule(http.Descriptor).GetErrorResponses() {
		t, err := p.types.FindMessageByName(protoreflect.FullName(rule.GetMessage()))
		if err != nil {
			continue
		}
		sent := p.sample(t.Descriptor(), 0).sent
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
		} else if d := p.compare(sent, read.Details[0], exactly, wirejson.MarshalOptions{OmitInputOnly: true}); d != nil {
			p.differ(nil, m.At(), rule.GetMessage()+d.path, "%s: an error changes between server and client: %s", m.Name, d)
		}
	}
}

// message encodes random values of a message as JSON, decodes them and compares both.
func (p *prover) message(m *model.Message) {
	p.proof.Fields += len(m.Fields)
	if m.CreatedFor != nil || p.isRequest(m) {
		return // method encodes it as a request
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
		v := seeded(md, n, p.memory)
		sent := dynamicpb.NewMessage(md)
		v.fill(sent, inBody, 0)
		if isUnion(md) && sent.WhichOneof(md.Oneofs().Get(0)) == nil {
			continue
		}
		text, err := wirejson.Marshal(sent)
		if err != nil {
			p.differ(m, m.At, "", "the message %s cannot be written: %v: %s", m.Name, err, p.text(sent))
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
			p.differ(m, m.At, "", "the message %s was read from %s and cannot be written again: %v", m.Name, show(string(text)), err)
			continue
		}
		if d := compareJSON(text, again, exactly); d != nil {
			p.differ(m, m.At, d.path, "the message %s changes in JSON: %s", m.Name, d)
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

// checkSchema reports JSON that is invalid according to a schema of the document.
func (p *prover) checkSchema(schema *document.Schema, text []byte, from direction, m *model.Message, at finding.Position, what string) {
	value, err := parseJSON(text)
	if err != nil {
		p.differ(m, at, "", "%s is not JSON: %v: %s", what, err, show(string(text)))
		return
	}
	if v := p.schemas.check(schema, value, from); v != nil {
		p.differ(m, at, v.path, "%s is invalid according to the document: %s, in %s", what, v, show(string(text)))
	}
}

// compare returns the first difference between the JSON of two messages, or nil. The options leave
// out the members that the sender never sends.
func (p *prover) compare(sent, arrived proto.Message, same sameness, options wirejson.MarshalOptions) *difference {
	if proto.Equal(sent, arrived) {
		return nil
	}
	options.Resolver = p.types
	first, err1 := options.Marshal(sent)
	then, err2 := options.Marshal(arrived)
	if err1 != nil || err2 != nil {
		return &difference{"", p.text(sent), p.text(arrived)}
	}
	return compareJSON(first, then, same)
}

// differ counts a difference. It reports the first one with each format at each place.
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

// text returns a message for a finding: its JSON, or the text format of protobuf if it cannot be
// written as JSON.
func (p *prover) text(m proto.Message) string {
	text, err := wirejson.MarshalOptions{Resolver: p.types}.Marshal(m)
	if err != nil {
		text, err = prototext.MarshalOptions{Resolver: p.types}.Marshal(m)
		text = bytes.Join(bytes.Fields(text), []byte(" ")) // package prototext varies the white space
	}
	if err != nil {
		return err.Error()
	}
	return show(string(text))
}

// messageOf returns t as a message, or nil.
func (p *prover) messageOf(t model.Type) *model.Message {
	m, _ := t.(*model.Message)
	return m
}

// statusOf returns an HTTP status for a status of OpenAPI: "404", "4XX" or "default".
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

// counted returns a number with a noun: "1 method", "2 methods".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
