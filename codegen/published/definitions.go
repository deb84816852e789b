// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package published

import (
	"maps"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/runtime/transcode"
)

// definitions are the elements of .proto files by their full names.
type definitions struct {
	files    []protoreflect.FileDescriptor
	messages map[protoreflect.FullName]protoreflect.MessageDescriptor
	enums    map[protoreflect.FullName]protoreflect.EnumDescriptor
	methods  map[protoreflect.FullName]protoreflect.MethodDescriptor
	// sent contains the messages and enums that a request can contain, and inBodies those that a request
	// body can contain.
	sent, inBodies map[protoreflect.FullName]bool
}

func newDefinitions(files []protoreflect.FileDescriptor) *definitions {
	d := &definitions{
		files:    files,
		messages: make(map[protoreflect.FullName]protoreflect.MessageDescriptor),
		enums:    make(map[protoreflect.FullName]protoreflect.EnumDescriptor),
		methods:  make(map[protoreflect.FullName]protoreflect.MethodDescriptor),
		sent:     make(map[protoreflect.FullName]bool),
		inBodies: make(map[protoreflect.FullName]bool),
	}
	for _, file := range files {
		d.addEnums(file.Enums())
		d.addMessages(file.Messages())
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				d.methods[methods.Get(j).FullName()] = methods.Get(j)
			}
		}
	}
	for _, method := range d.methods {
		d.send(method)
	}
	return d
}

func (d *definitions) addMessages(messages protoreflect.MessageDescriptors) {
	for i := range messages.Len() {
		m := messages.Get(i)
		if m.IsMapEntry() {
			continue
		}
		d.messages[m.FullName()] = m
		d.addEnums(m.Enums())
		d.addMessages(m.Messages())
	}
}

func (d *definitions) addEnums(enums protoreflect.EnumDescriptors) {
	for i := range enums.Len() {
		d.enums[enums.Get(i).FullName()] = enums.Get(i)
	}
}

// send marks the types that requests of a method contain. The request itself is sent only if it is the
// body: otherwise its fields are parameters, which are compared method by method.
func (d *definitions) send(method protoreflect.MethodDescriptor) {
	body := httpRule(method).GetBody()
	if body == "*" {
		d.mark(method.Input(), d.inBodies)
	}
	fields := method.Input().Fields()
	for i := range fields.Len() {
		set := d.sent
		if body == "*" || body == string(fields.Get(i).Name()) {
			set = d.inBodies
		}
		d.markField(fields.Get(i), set)
	}
}

func (d *definitions) mark(m protoreflect.MessageDescriptor, set map[protoreflect.FullName]bool) {
	if set[m.FullName()] {
		return
	}
	set[m.FullName()] = true
	for i := range m.Fields().Len() {
		d.markField(m.Fields().Get(i), set)
	}
}

func (d *definitions) markField(f protoreflect.FieldDescriptor, set map[protoreflect.FullName]bool) {
	if isReadOnly(f) {
		return
	}
	if f.IsMap() {
		f = f.MapValue()
	}
	if f.Message() != nil {
		d.mark(f.Message(), set)
	}
	if f.Enum() != nil {
		set[f.Enum().FullName()] = true
	}
}

// isSent reports whether requests can contain a type.
func (d *definitions) isSent(name protoreflect.FullName) bool {
	return d.sent[name] || d.inBodies[name]
}

func behaviors(f protoreflect.FieldDescriptor) []annotations.FieldBehavior {
	behaviors, _ := proto.GetExtension(f.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return behaviors
}

func isReadOnly(f protoreflect.FieldDescriptor) bool {
	return slices.Contains(behaviors(f), annotations.FieldBehavior_OUTPUT_ONLY)
}

// compareDefinitions compares all files of two versions.
func (c *comparer) compareDefinitions(before, after *definitions) {
	c.compareMethods(before, after)
	for _, name := range sortedKeys(before.messages) {
		old, now := before.messages[name], after.messages[name]
		switch {
		case before.messages[old.FullName().Parent()] != nil && after.messages[old.FullName().Parent()] == nil:
			// Its parent was removed.
		case now == nil:
			c.addState(string(name), Removed, Verdict{Wire: compare.Minor}, "the message was removed")
		default:
			c.compareMessages(old, now, before, after)
		}
	}
	for _, name := range sortedKeys(before.enums) {
		switch now := after.enums[name]; {
		case before.messages[name.Parent()] != nil && after.messages[name.Parent()] == nil:
		case now == nil:
			c.addState(string(name), Removed, Verdict{Wire: compare.Minor}, "the enum was removed")
		default:
			c.compareEnums(before.enums[name], now, before)
		}
	}
	addedIn(c, before.messages, after.messages, after, "message")
	addedIn(c, before.enums, after.enums, after, "enum")
	c.compareFiles(before, after)
}

// addedIn records the types that only the new version declares, without those in new messages.
func addedIn[T protoreflect.Descriptor](c *comparer, before, after map[protoreflect.FullName]T, now *definitions, kind string) {
	for _, name := range sortedKeys(after) {
		_, published := before[name]
		if _, nested := now.messages[name.Parent()]; !published && !nested {
			c.addState(string(name), Added, Verdict{Wire: compare.Minor}, "the %s was added", kind)
		}
	}
}

// compareFiles compares the options that apply to all methods and messages of a package.
func (c *comparer) compareFiles(before, after *definitions) {
	old, now := packageRules(before), packageRules(after)
	for _, name := range sortedKeys(old) {
		was, is := old[name], now[name]
		if is == nil {
			continue
		}
		if was.GetDataWrapper() != is.GetDataWrapper() {
			c.add(string(name), Verdict{Wire: compare.Major, Requests: compare.Major}, "the member data around messages was %s",
				addedOrRemoved(is.GetDataWrapper()))
		}
		for _, e := range was.GetEndpoints() {
			if !slices.ContainsFunc(is.GetEndpoints(), func(other *endpoint) bool { return other.GetUrl() == e.GetUrl() }) {
				c.add(string(name), Verdict{Requests: compare.Major}, "the endpoint %s was removed", e.GetUrl())
			}
		}
		for _, s := range was.GetSecuritySchemes() {
			for _, other := range is.GetSecuritySchemes() {
				if s.GetName() == other.GetName() && !proto.Equal(credentials(s), credentials(other)) {
					c.add(string(name), Verdict{Requests: compare.Major}, "the security scheme %s requires other credentials", s.GetName())
				}
			}
		}
	}
}

// packageRules returns the options of files by their packages. All files of a package with options
// have the same ones.
func packageRules(d *definitions) map[protoreflect.FullName]*fileRule {
	rules := make(map[protoreflect.FullName]*fileRule)
	for _, file := range d.files {
		rules[file.Package()] = joinRules(rules[file.Package()], transcode.FileRule(file))
	}
	return rules
}

func joinRules(a, b *fileRule) *fileRule {
	if a == nil {
		a = new(fileRule)
	}
	joined := proto.Clone(a).(*fileRule)
	proto.Merge(joined, b)
	return joined
}

func addedOrRemoved(added bool) string {
	if added {
		return "added"
	}
	return "removed"
}

func sortedKeys[T any](m map[protoreflect.FullName]T) []protoreflect.FullName {
	return slices.SortedFunc(maps.Keys(m), func(a, b protoreflect.FullName) int { return strings.Compare(string(a), string(b)) })
}
