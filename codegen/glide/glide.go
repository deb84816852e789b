// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package glide keeps elements that a document removed for one more revision, as deprecated. It copies
// their definitions from the published .proto files, so programs still compile and can change first.
//
// A field, value, method or type stays out if another element has its name or number now, or if the file or
// service that contained it is gone. The same is true for a field of a request that was the body or in the path,
// because no request contains it there any more, and for an alternative of a union whose discriminator another
// alternative has now. A field that stays is not required.
package glide

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// Removed are the elements that a document removed.
type Removed struct {
	// Fields and Values have the numbers by the full names of messages and enums.
	Fields, Values map[protoreflect.FullName][]int32
	// Types are the full names of messages and enums.
	Types []protoreflect.FullName
	// Methods are the IDs of operations in the document.
	Methods []string
}

// IsEmpty reports whether nothing was removed.
func (r Removed) IsEmpty() bool {
	return len(r.Fields)+len(r.Values)+len(r.Types)+len(r.Methods) == 0
}

// Keep returns the files of an API with the removed elements of published files, and the full names of the
// elements that it kept. The comments of these elements contain the clause since: "in revision 7".
func Keep(files, published []protoreflect.FileDescriptor, removed Removed, since string) ([]protoreflect.FileDescriptor, []string, error) {
	k := newKeeper(files, published, removed, since)
	for _, name := range sortedNames(removed.Fields) {
		for _, number := range slices.Sorted(slices.Values(removed.Fields[name])) {
			k.keepField(name, number)
		}
	}
	for _, name := range sortedNames(removed.Values) {
		for _, number := range slices.Sorted(slices.Values(removed.Values[name])) {
			k.keepValue(name, number)
		}
	}
	k.keepMethods(removed.Methods)
	for _, name := range k.before.types { // in their order, so that a second run keeps it
		if slices.Contains(removed.Types, name) && k.isFree(name) && k.canAdd("."+string(name)) {
			k.addType(name)
			k.kept = append(k.kept, string(name))
		}
	}
	if len(k.kept) == 0 {
		return files, nil, nil
	}
	built, err := k.build()
	return built, k.kept, err
}

func sortedNames(numbers map[protoreflect.FullName][]int32) []protoreflect.FullName {
	var names []protoreflect.FullName
	for name := range numbers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// element is a definition in a file, with its path in the comments.
type element struct {
	file    *descriptorpb.FileDescriptorProto
	path    []int32
	message *descriptorpb.DescriptorProto // one of these
	enum    *descriptorpb.EnumDescriptorProto
	service *descriptorpb.ServiceDescriptorProto
}

// index has the definitions of files by their full names.
type index struct {
	elements map[protoreflect.FullName]*element
	types    []protoreflect.FullName // the messages and enums, in their order
	files    []*descriptorpb.FileDescriptorProto
	used     map[protoreflect.FullName]bool // the names of everything
}

func newIndex(files []protoreflect.FileDescriptor) *index {
	x := &index{elements: make(map[protoreflect.FullName]*element), used: make(map[protoreflect.FullName]bool)}
	for _, file := range files {
		f := protodesc.ToFileDescriptorProto(file)
		// A copy has the options as extensions, however they were compiled.
		if text, err := proto.Marshal(f); err == nil {
			f = new(descriptorpb.FileDescriptorProto)
			if proto.Unmarshal(text, f) != nil {
				continue
			}
		}
		x.files = append(x.files, f)
		scope := protoreflect.FullName(f.GetPackage())
		for i, m := range f.MessageType {
			x.addMessage(f, scope, m, []int32{fileMessages, int32(i)})
		}
		for i, e := range f.EnumType {
			x.addEnum(f, scope, e, []int32{fileEnums, int32(i)})
		}
		for i, s := range f.Service {
			name := scope.Append(protoreflect.Name(s.GetName()))
			x.elements[name] = &element{file: f, path: []int32{fileServices, int32(i)}, service: s}
			x.used[name] = true
			for _, m := range s.Method {
				x.used[name.Append(protoreflect.Name(m.GetName()))] = true
			}
		}
	}
	return x
}

func (x *index) addMessage(
	f *descriptorpb.FileDescriptorProto, scope protoreflect.FullName, m *descriptorpb.DescriptorProto, path []int32,
) {
	name := scope.Append(protoreflect.Name(m.GetName()))
	x.elements[name] = &element{file: f, path: path, message: m}
	x.types = append(x.types, name)
	x.used[name] = true
	for _, f := range m.Field {
		x.used[name.Append(protoreflect.Name(f.GetName()))] = true
	}
	for _, o := range m.OneofDecl {
		x.used[name.Append(protoreflect.Name(o.GetName()))] = true
	}
	for i, nested := range m.NestedType {
		x.addMessage(f, name, nested, within(path, messageNested, i))
	}
	for i, e := range m.EnumType {
		x.addEnum(f, name, e, within(path, messageEnums, i))
	}
}

func (x *index) addEnum(
	f *descriptorpb.FileDescriptorProto, scope protoreflect.FullName, e *descriptorpb.EnumDescriptorProto, path []int32,
) {
	name := scope.Append(protoreflect.Name(e.GetName()))
	x.elements[name] = &element{file: f, path: path, enum: e}
	x.types = append(x.types, name)
	x.used[name] = true
	for _, v := range e.Value { // values are in the scope of their enum
		x.used[scope.Append(protoreflect.Name(v.GetName()))] = true
	}
}

// Field numbers of descriptor.proto, of which the paths of comments consist.
const (
	fileMessages   = 4
	fileEnums      = 5
	fileServices   = 6
	messageFields  = 2
	messageNested  = 3
	messageEnums   = 4
	messageOneofs  = 8
	enumValues     = 2
	serviceMethods = 2
)

func within(path []int32, field int32, i int) []int32 {
	return append(slices.Clone(path), field, int32(i))
}

type keeper struct {
	now, before *index
	placed      map[protoreflect.FullName]bool
	since       string
	kept        []string
}

func newKeeper(files, published []protoreflect.FileDescriptor, removed Removed, since string) *keeper {
	k := &keeper{now: newIndex(files), before: newIndex(published), since: since}
	k.placed = placedFields(k.before, removed.Methods)
	return k
}

// placedFields returns the fields of requests that are the body or fill variables of the path, except those of
// methods that the document removed.
func placedFields(published *index, removed []string) map[protoreflect.FullName]bool {
	placed := make(map[protoreflect.FullName]bool)
	for _, f := range published.files {
		for _, s := range f.Service {
			for _, m := range s.Method {
				rule, _ := proto.GetExtension(m.GetOptions(), apipb.E_Method).(*apipb.MethodRule)
				http, _ := proto.GetExtension(m.GetOptions(), annotations.E_Http).(*annotations.HttpRule)
				if areRemoved(rule.GetIds(), removed) {
					continue
				}
				request := protoreflect.FullName(strings.TrimPrefix(m.GetInputType(), "."))
				add := func(path string) {
					field, _, _ := strings.Cut(path, ".")
					placed[request.Append(protoreflect.Name(field))] = true
				}
				if http == nil {
					http = rule.GetHttp()
				}
				if body := http.GetBody(); body != "" && body != "*" {
					add(body)
				}
				path := cmp.Or(http.GetGet(), http.GetPut(), http.GetPost(), http.GetDelete(), http.GetPatch(), http.GetCustom().GetPath())
				for _, variable := range pathVariable.FindAllStringSubmatch(path, -1) {
					add(variable[1])
				}
			}
		}
	}
	return placed
}

// pathVariable matches the start of a variable in a path of google.api.http.
var pathVariable = regexp.MustCompile(`\{([^}=]+)`)

// discriminators returns the values that select an alternative of a union.
func discriminators(f *descriptorpb.FieldDescriptorProto) []string {
	rule, _ := proto.GetExtension(f.GetOptions(), apipb.E_Field).(*apipb.FieldRule)
	if values := rule.GetJsonDiscriminator(); len(values) > 0 {
		return values
	}
	return []string{f.GetJsonName()}
}

func messageRule(m *descriptorpb.DescriptorProto) *apipb.MessageRule {
	rule, _ := proto.GetExtension(m.GetOptions(), apipb.E_Message).(*apipb.MessageRule)
	return rule
}

// makeOptional removes the options that require a value.
func makeOptional(options *descriptorpb.FieldOptions) {
	behaviors, _ := proto.GetExtension(options, annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	behaviors = slices.DeleteFunc(slices.Clone(behaviors), func(b annotations.FieldBehavior) bool {
		return b == annotations.FieldBehavior_REQUIRED
	})
	if len(behaviors) > 0 {
		proto.SetExtension(options, annotations.E_FieldBehavior, behaviors)
	} else {
		proto.ClearExtension(options, annotations.E_FieldBehavior)
	}
	if rule, _ := proto.GetExtension(options, apipb.E_Field).(*apipb.FieldRule); rule != nil {
		rule.MinItems, rule.JsonZero = 0, false
	}
	// A limit of buf.validate can require a value: a minimum length does.
	proto.ClearExtension(options, validate.E_Field)
}

func (k *keeper) isFree(name protoreflect.FullName) bool { return !k.now.used[name] }

// keepField adds a removed field to its message.
func (k *keeper) keepField(message protoreflect.FullName, number int32) {
	now, before := k.now.elements[message], k.before.elements[message]
	if now == nil || before == nil || now.message == nil || before.message == nil {
		return
	}
	i := slices.IndexFunc(before.message.Field, func(f *descriptorpb.FieldDescriptorProto) bool { return f.GetNumber() == number })
	if i < 0 {
		return
	}
	f := proto.CloneOf(before.message.Field[i])
	name := message.Append(protoreflect.Name(f.GetName()))
	isUnion := messageRule(now.message).GetJsonUnion().GetDiscriminator() != ""
	isTaken := slices.ContainsFunc(now.message.Field, func(other *descriptorpb.FieldDescriptorProto) bool {
		return other.GetNumber() == number || other.GetJsonName() == f.GetJsonName() ||
			isUnion && slices.ContainsFunc(discriminators(f), func(value string) bool { return slices.Contains(discriminators(other), value) })
	})
	if isTaken || k.placed[name] || !k.isFree(name) || f.TypeName != nil && !k.canAdd(f.GetTypeName()) {
		return
	}
	k.addTypeOf(f, now.file)
	setOneof(f, now, before.message)
	if f.Options == nil {
		f.Options = new(descriptorpb.FieldOptions)
	}
	f.Options.Deprecated = proto.Bool(true)
	makeOptional(f.Options)
	importOptions(now.file, f.Options)
	path := within(now.path, messageFields, insert(now, f))
	now.message.ReservedRange = withoutNumber(now.message.ReservedRange, number)
	now.message.ReservedName = withoutName(now.message.ReservedName, f.GetName())
	k.now.used[name] = true
	k.copyComments(before.file, within(before.path, messageFields, i), now.file, path, true)
	k.kept = append(k.kept, string(name))
}

// insert adds a field to a message and returns its index. The members of a oneof stand together.
func insert(to *element, f *descriptorpb.FieldDescriptorProto) int {
	at := len(to.message.Field)
	if f.OneofIndex != nil && !f.GetProto3Optional() {
		for i, other := range to.message.Field {
			if other.OneofIndex != nil && other.GetOneofIndex() == f.GetOneofIndex() {
				at = i + 1
			}
		}
	}
	to.message.Field = slices.Insert(to.message.Field, at, f)
	to.shift(within(to.path, messageFields, at))
	return at
}

// setOneof sets the oneof of a field, which it adds if it is missing. The oneofs of optional fields come last.
func setOneof(f *descriptorpb.FieldDescriptorProto, now *element, before *descriptorpb.DescriptorProto) {
	if f.OneofIndex == nil {
		return
	}
	m, name := now.message, before.OneofDecl[f.GetOneofIndex()].GetName()
	i := slices.IndexFunc(m.OneofDecl, func(o *descriptorpb.OneofDescriptorProto) bool { return o.GetName() == name })
	if i < 0 {
		i = len(m.OneofDecl)
		for _, other := range m.Field {
			if other.GetProto3Optional() && !f.GetProto3Optional() {
				i = min(i, int(other.GetOneofIndex()))
			}
		}
		for _, other := range m.Field {
			if other.OneofIndex != nil && other.GetOneofIndex() >= int32(i) {
				*other.OneofIndex++
			}
		}
		m.OneofDecl = slices.Insert(m.OneofDecl, i, &descriptorpb.OneofDescriptorProto{Name: proto.String(name)})
		now.shift(within(now.path, messageOneofs, i))
	}
	f.OneofIndex = proto.Int32(int32(i))
}

// shift makes place for an element in the paths of comments.
func (e *element) shift(first []int32) {
	last := len(first) - 1
	for _, l := range e.file.GetSourceCodeInfo().GetLocation() {
		if len(l.Path) > last && slices.Equal(l.Path[:last], first[:last]) && l.Path[last] >= first[last] {
			l.Path[last]++
		}
	}
}

// keepValue adds a removed value to its enum.
func (k *keeper) keepValue(enum protoreflect.FullName, number int32) {
	now, before := k.now.elements[enum], k.before.elements[enum]
	if now == nil || before == nil || now.enum == nil || before.enum == nil {
		return
	}
	i := slices.IndexFunc(before.enum.Value, func(v *descriptorpb.EnumValueDescriptorProto) bool { return v.GetNumber() == number })
	if i < 0 {
		return
	}
	v := proto.CloneOf(before.enum.Value[i])
	name := enum.Parent().Append(protoreflect.Name(v.GetName()))
	isTaken := slices.ContainsFunc(now.enum.Value, func(other *descriptorpb.EnumValueDescriptorProto) bool {
		return other.GetNumber() == number
	})
	if isTaken || !k.isFree(name) {
		return
	}
	if v.Options == nil {
		v.Options = new(descriptorpb.EnumValueOptions)
	}
	v.Options.Deprecated = proto.Bool(true)
	importOptions(now.file, v.Options)
	path := within(now.path, enumValues, len(now.enum.Value))
	now.enum.Value = append(now.enum.Value, v)
	now.enum.ReservedRange = withoutValue(now.enum.ReservedRange, number)
	now.enum.ReservedName = withoutName(now.enum.ReservedName, v.GetName())
	k.now.used[name] = true
	k.copyComments(before.file, within(before.path, enumValues, i), now.file, path, true)
	k.kept = append(k.kept, string(name))
}

// keepMethods adds the removed methods of all services.
func (k *keeper) keepMethods(ids []string) {
	for _, f := range k.before.files {
		for i, s := range f.Service {
			name := protoreflect.FullName(f.GetPackage()).Append(protoreflect.Name(s.GetName()))
			for j, m := range s.Method {
				rule, _ := proto.GetExtension(m.GetOptions(), apipb.E_Method).(*apipb.MethodRule)
				if areRemoved(rule.GetIds(), ids) {
					k.keepMethod(name, m, f, []int32{fileServices, int32(i), serviceMethods, int32(j)})
				}
			}
		}
	}
}

// areRemoved reports whether the document removed all operations of a method.
func areRemoved(ids, removed []string) bool {
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(removed, id) })
}

func (k *keeper) keepMethod(
	service protoreflect.FullName, m *descriptorpb.MethodDescriptorProto, file *descriptorpb.FileDescriptorProto, path []int32,
) {
	now := k.now.elements[service]
	name := service.Append(protoreflect.Name(m.GetName()))
	if now == nil || now.service == nil || !k.isFree(name) || !k.canAdd(m.GetInputType()) || !k.canAdd(m.GetOutputType()) {
		return
	}
	k.addReferenced(m.GetInputType(), now.file)
	k.addReferenced(m.GetOutputType(), now.file)
	m = proto.CloneOf(m)
	m.Options.Deprecated = proto.Bool(true)
	importOptions(now.file, m.Options)
	to := within(now.path, serviceMethods, len(now.service.Method))
	now.service.Method = append(now.service.Method, m)
	k.now.used[name] = true
	k.copyComments(file, path, now.file, to, true)
	k.kept = append(k.kept, string(name))
}

// canAdd reports whether a type, named with a dot before it, and everything that it refers to exist or can be added.
func (k *keeper) canAdd(typeName string) bool {
	return k.canAddBeside(typeName, make(map[protoreflect.FullName]bool))
}

// canAddBeside reports the same as canAdd, if the given other types are also added. It adds the type to
// others.
func (k *keeper) canAddBeside(typeName string, others map[protoreflect.FullName]bool) bool {
	name := protoreflect.FullName(strings.TrimPrefix(typeName, "."))
	before := k.before.elements[name]
	if before == nil { // a type that others publish
		_, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
		return err == nil
	}
	if now := k.now.elements[name]; now != nil {
		return (now.message != nil) == (before.message != nil) && (now.enum != nil) == (before.enum != nil)
	}
	if others[name] {
		return true
	}
	others[name] = true
	parent := name.Parent()
	owner := k.now.elements[parent]
	if !k.isFree(name) || owner != nil && owner.message == nil || k.fileFor(before, owner) == nil {
		return false
	}
	if k.before.elements[parent] != nil && owner == nil {
		return k.canAddBeside("."+string(parent), others)
	}
	if before.enum != nil { // values are in the scope of their enum
		return !slices.ContainsFunc(before.enum.Value, func(v *descriptorpb.EnumValueDescriptorProto) bool {
			return !k.isFree(parent.Append(protoreflect.Name(v.GetName())))
		})
	}
	return k.canAddTypesOf(before.message, others)
}

func (k *keeper) canAddTypesOf(m *descriptorpb.DescriptorProto, others map[protoreflect.FullName]bool) bool {
	for _, f := range m.Field {
		if f.TypeName != nil && !k.canAddBeside(f.GetTypeName(), others) {
			return false
		}
	}
	return !slices.ContainsFunc(m.NestedType, func(nested *descriptorpb.DescriptorProto) bool { return !k.canAddTypesOf(nested, others) })
}

// fileFor returns the file to which a published type can be added, or nil: that of its owner, if it is nested in a
// message that the new version has, or the new version of its own file.
func (k *keeper) fileFor(before, owner *element) *descriptorpb.FileDescriptorProto {
	if owner != nil {
		return owner.file
	}
	i := slices.IndexFunc(k.now.files, func(f *descriptorpb.FileDescriptorProto) bool { return f.GetName() == before.file.GetName() })
	if i < 0 {
		return nil
	}
	return k.now.files[i]
}

// addTypeOf adds the type of a field, if it is missing, and imports its file.
func (k *keeper) addTypeOf(f *descriptorpb.FieldDescriptorProto, file *descriptorpb.FileDescriptorProto) {
	if f.TypeName != nil {
		k.addReferenced(f.GetTypeName(), file)
	}
}

// addReferenced adds a type that canAdd allows, if it is missing, and imports its file.
func (k *keeper) addReferenced(typeName string, file *descriptorpb.FileDescriptorProto) {
	name := protoreflect.FullName(strings.TrimPrefix(typeName, "."))
	path := ""
	if k.before.elements[name] != nil {
		k.addType(name)
		path = k.now.elements[name].file.GetName()
	} else if d, err := protoregistry.GlobalFiles.FindDescriptorByName(name); err == nil {
		path = d.ParentFile().Path()
	}
	addImport(file, path)
}

// addType adds a published type that canAdd allows, if it is missing, with everything that it refers to.
func (k *keeper) addType(name protoreflect.FullName) {
	if k.now.elements[name] != nil {
		return
	}
	before, parent := k.before.elements[name], name.Parent()
	owner := k.now.elements[parent]
	if k.before.elements[parent] != nil && owner == nil {
		k.addType(parent) // with everything that is nested in it
		return
	}
	file := k.fileFor(before, owner)
	var path []int32
	if before.enum != nil {
		e := proto.CloneOf(before.enum)
		if e.Options == nil {
			e.Options = new(descriptorpb.EnumOptions)
		}
		e.Options.Deprecated = proto.Bool(true)
		if owner != nil {
			path = within(owner.path, messageEnums, len(owner.message.EnumType))
			owner.message.EnumType = append(owner.message.EnumType, e)
		} else {
			path = []int32{fileEnums, int32(len(file.EnumType))}
			file.EnumType = append(file.EnumType, e)
		}
		importEnum(file, e)
		k.now.addEnum(file, parent, e, path)
		k.copyComments(before.file, before.path, file, path, true)
		return
	}
	m := proto.CloneOf(before.message)
	isEntry := m.GetOptions().GetMapEntry()
	if !isEntry {
		if m.Options == nil {
			m.Options = new(descriptorpb.MessageOptions)
		}
		m.Options.Deprecated = proto.Bool(true)
	}
	if owner != nil {
		at := len(owner.message.NestedType)
		for !isEntry && at > 0 && owner.message.NestedType[at-1].GetOptions().GetMapEntry() {
			at-- // the messages for the entries of maps come last, and have no comments
		}
		path = within(owner.path, messageNested, at)
		owner.message.NestedType = slices.Insert(owner.message.NestedType, at, m)
	} else {
		path = []int32{fileMessages, int32(len(file.MessageType))}
		file.MessageType = append(file.MessageType, m)
	}
	k.now.addMessage(file, parent, m, path)
	k.copyComments(before.file, before.path, file, path, !isEntry)
	k.addTypesOf(m, file)
}

// importOptions imports the files that declare options.
func importOptions(file *descriptorpb.FileDescriptorProto, options proto.Message) {
	options.ProtoReflect().Range(func(option protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		if option.IsExtension() {
			addImport(file, option.ParentFile().Path())
		}
		return true
	})
}

func importEnum(file *descriptorpb.FileDescriptorProto, e *descriptorpb.EnumDescriptorProto) {
	importOptions(file, e.GetOptions())
	for _, v := range e.Value {
		importOptions(file, v.GetOptions())
	}
}

func addImport(file *descriptorpb.FileDescriptorProto, path string) {
	if path != file.GetName() && !slices.Contains(file.Dependency, path) {
		file.Dependency = slices.Sorted(slices.Values(append(file.Dependency, path)))
	}
}

// addTypesOf adds what the fields of a message refer to, and imports the files of its options.
func (k *keeper) addTypesOf(m *descriptorpb.DescriptorProto, file *descriptorpb.FileDescriptorProto) {
	importOptions(file, m.GetOptions())
	for _, e := range m.EnumType {
		importEnum(file, e)
	}
	for _, f := range m.Field {
		importOptions(file, f.GetOptions())
		k.addTypeOf(f, file)
	}
	for _, nested := range m.NestedType {
		k.addTypesOf(nested, file)
	}
}

const removedClause = "Deprecated: removed from the API's document"

// copyComments copies the comments of an element and of everything in it. The comment of the element itself
// states that it was removed.
func (k *keeper) copyComments(
	from *descriptorpb.FileDescriptorProto, fromPath []int32, to *descriptorpb.FileDescriptorProto, toPath []int32, state bool,
) {
	own := ""
	for _, l := range from.GetSourceCodeInfo().GetLocation() {
		if len(l.Path) < len(fromPath) || !slices.Equal(l.Path[:len(fromPath)], fromPath) || l.LeadingComments == nil {
			continue
		}
		if len(l.Path) == len(fromPath) {
			own = l.GetLeadingComments()
			continue
		}
		addComment(to, append(slices.Clone(toPath), l.Path[len(fromPath):]...), l.GetLeadingComments())
	}
	if state && !strings.Contains(own, removedClause) {
		if own != "" {
			own += "\n"
		}
		own += " " + removedClause + " " + k.since + ".\n"
	}
	addComment(to, toPath, own)
}

func addComment(f *descriptorpb.FileDescriptorProto, path []int32, text string) {
	if text == "" {
		return
	}
	if f.SourceCodeInfo == nil {
		f.SourceCodeInfo = new(descriptorpb.SourceCodeInfo)
	}
	f.SourceCodeInfo.Location = append(f.SourceCodeInfo.Location, &descriptorpb.SourceCodeInfo_Location{
		Path: path, Span: []int32{0, 0, 0}, LeadingComments: proto.String(text),
	})
}

func withoutName(names []string, name string) []string {
	return slices.DeleteFunc(names, func(other string) bool { return other == name })
}

// withoutNumber removes a number from ranges, whose ends are exclusive.
func withoutNumber(ranges []*descriptorpb.DescriptorProto_ReservedRange, number int32) []*descriptorpb.DescriptorProto_ReservedRange {
	var left []*descriptorpb.DescriptorProto_ReservedRange
	add := func(first, end int32) {
		if first < end {
			left = append(left, &descriptorpb.DescriptorProto_ReservedRange{Start: proto.Int32(first), End: proto.Int32(end)})
		}
	}
	for _, r := range ranges {
		if number < r.GetStart() || number >= r.GetEnd() {
			add(r.GetStart(), r.GetEnd())
			continue
		}
		add(r.GetStart(), number)
		add(number+1, r.GetEnd())
	}
	return left
}

type valueRange = descriptorpb.EnumDescriptorProto_EnumReservedRange

// withoutValue removes a number from ranges, whose ends are inclusive.
func withoutValue(ranges []*valueRange, number int32) []*valueRange {
	var left []*valueRange
	add := func(first, last int32) {
		if first <= last {
			left = append(left, &valueRange{Start: proto.Int32(first), End: proto.Int32(last)})
		}
	}
	for _, r := range ranges {
		if number < r.GetStart() || number > r.GetEnd() {
			add(r.GetStart(), r.GetEnd())
			continue
		}
		add(r.GetStart(), number-1)
		add(number+1, r.GetEnd())
	}
	return left
}

// build returns the descriptors of the files, each after its imports.
func (k *keeper) build() ([]protoreflect.FileDescriptor, error) {
	registry := new(protoregistry.Files)
	var built []protoreflect.FileDescriptor
	left := slices.Clone(k.now.files)
	for len(left) > 0 {
		i := slices.IndexFunc(left, func(f *descriptorpb.FileDescriptorProto) bool {
			return !slices.ContainsFunc(left, func(other *descriptorpb.FileDescriptorProto) bool {
				return slices.Contains(f.Dependency, other.GetName())
			})
		})
		if i < 0 {
			return nil, fmt.Errorf("the files %s import each other", left[0].GetName())
		}
		f := left[i]
		left = slices.Delete(left, i, i+1)
		descriptor, err := protodesc.NewFile(f, protofile.Resolvers{registry, protoregistry.GlobalFiles})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.GetName(), err)
		}
		if err := registry.RegisterFile(descriptor); err != nil {
			return nil, err
		}
		built = append(built, descriptor)
	}
	return built, nil
}
