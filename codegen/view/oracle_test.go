// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/view"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
	"github.com/protolect/protolect/runtime/transcode"
)

// golden calls use with each golden document of package generate that gives output.
func golden(t *testing.T, use func(*testing.T, *generate.Output, *templatepb.View)) {
	t.Helper()
	folders, err := filepath.Glob("../generate/testdata/*")
	if err != nil || len(folders) < 20 {
		t.Fatalf("%d folders: %v", len(folders), err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			out, _, err := generate.API(input(t, folder))
			if err != nil {
				t.Fatal(err)
			}
			if out == nil {
				t.Skip("the document has errors")
			}
			plugin, err := generate.Plugin(out.Descriptors)
			if err != nil {
				t.Fatal(err)
			}
			v, err := view.Build(plugin, "test", "")
			if err != nil {
				t.Fatal(err)
			}
			use(t, out, v)
		})
	}
}

func input(t *testing.T, folder string) generate.Input {
	t.Helper()
	file := func(names ...string) generate.File {
		for _, name := range names {
			if data, err := os.ReadFile(filepath.Join(folder, name)); err == nil {
				return generate.File{Name: name, Data: data}
			}
		}
		return generate.File{Name: names[0]}
	}
	return generate.Input{
		Document: file("document.json", "document.yaml"), Overlay: file("overlay.yaml"), Lock: file("numbers.lock.yaml"), NoProof: true,
		GoImport: func(protoPackage string) string {
			return "example.com/gen/" + strings.ReplaceAll(protoPackage, ".", "/")
		},
	}
}

// TestViewContainsDescriptors walks the descriptors of the golden documents. The view contains
// every element with the same names, numbers and types, and nothing else.
func TestViewContainsDescriptors(t *testing.T) {
	golden(t, func(t *testing.T, out *generate.Output, v *templatepb.View) {
		want := make(map[string]string)
		for _, f := range out.Descriptors {
			describeFile(want, f)
		}
		got := make(map[string]string)
		for _, p := range v.GetPackages() {
			describePackage(got, p)
		}
		for name, element := range want {
			if got[name] != element {
				t.Errorf("%s: the view has %q, the descriptor %q", name, got[name], element)
			}
			delete(got, name)
		}
		for name, element := range got {
			t.Errorf("%s: only the view has it: %s", name, element)
		}
	})
}

// describeFile describes the elements of a file by their full names.
func describeFile(all map[string]string, f protoreflect.FileDescriptor) {
	describeMessages(all, f.Messages())
	describeEnums(all, f.Enums())
	for i := range f.Services().Len() {
		s := f.Services().Get(i)
		all[string(s.FullName())] = "service" + optionsOf(s)
		for i := range s.Methods().Len() {
			m := s.Methods().Get(i)
			all[string(m.FullName())] = "method " + string(m.Input().FullName()) + " " + string(m.Output().FullName()) + optionsOf(m)
		}
	}
}

func describeMessages(all map[string]string, messages protoreflect.MessageDescriptors) {
	for i := range messages.Len() {
		m := messages.Get(i)
		if m.IsMapEntry() {
			continue
		}
		all[string(m.FullName())] = "message" + optionsOf(m)
		describeMessages(all, m.Messages())
		describeEnums(all, m.Enums())
		for i := range m.Fields().Len() {
			f := m.Fields().Get(i)
			var text string
			switch {
			case f.IsMap():
				text = "map " + f.MapKey().Kind().String() + " " + typeText(f.MapValue())
			case f.IsList():
				text = "list " + typeText(f)
			default:
				text = typeText(f)
			}
			if f.HasPresence() {
				text += " presence"
			}
			if o := f.ContainingOneof(); o != nil && !o.IsSynthetic() {
				text += " in " + string(o.Name())
			}
			all[string(f.FullName())] = text + " " + numberText(int32(f.Number())) + " " + f.JSONName() + optionsOf(f)
		}
	}
}

func typeText(f protoreflect.FieldDescriptor) string {
	switch {
	case f.Message() != nil:
		return f.Kind().String() + " " + string(f.Message().FullName())
	case f.Enum() != nil:
		return f.Kind().String() + " " + string(f.Enum().FullName())
	}
	return f.Kind().String()
}

func describeEnums(all map[string]string, enums protoreflect.EnumDescriptors) {
	for i := range enums.Len() {
		e := enums.Get(i)
		all[string(e.FullName())] = "enum" + optionsOf(e)
		for i := range e.Values().Len() {
			v := e.Values().Get(i)
			all[string(v.FullName())] = "value " + numberText(int32(v.Number())) + optionsOf(v)
		}
	}
}

func numberText(n int32) string { return protojson.Format(structpb.NewNumberValue(float64(n))) }

// optionsOf returns the options of an element as one JSON text.
func optionsOf(d protoreflect.Descriptor) string {
	text, err := protojson.Marshal(d.Options())
	if err != nil {
		return err.Error()
	}
	options := new(structpb.Struct)
	if err := protojson.Unmarshal(text, options); err != nil {
		return err.Error()
	}
	plain := &structpb.Struct{Fields: make(map[string]*structpb.Value)}
	for name, value := range options.GetFields() {
		plain.Fields[strings.Trim(name, "[]")] = value
	}
	return optionsText(plain)
}

func optionsText(options *structpb.Struct) string {
	if len(options.GetFields()) == 0 {
		return ""
	}
	data, _ := proto.MarshalOptions{Deterministic: true}.Marshal(options)
	return " with options " + string(data)
}

// describePackage describes the elements of a package of a view as describeFile does.
func describePackage(all map[string]string, p *templatepb.Package) {
	for _, s := range p.GetServices() {
		all[s.GetFullName()] = "service" + optionsText(s.GetOptions())
		for _, m := range s.GetMethods() {
			all[m.GetFullName()] = "method " + m.GetRequest() + " " + m.GetResponse() + optionsText(m.GetOptions())
		}
	}
	for _, m := range p.GetMessages() {
		all[m.GetFullName()] = "message" + optionsText(m.GetOptions())
		for _, f := range m.GetFields() {
			text := strings.TrimSpace(f.GetType() + " " + f.GetTypeName())
			switch {
			case f.GetMap():
				text = "map " + f.GetMapKey() + " " + text
			case f.GetRepeated():
				text = "list " + text
			}
			if f.GetHasPresence() {
				text += " presence"
			}
			if f.GetOneof() != "" {
				text += " in " + f.GetOneof()
			}
			all[m.GetFullName()+"."+f.GetName()] = text + " " + numberText(f.GetNumber()) + " " + f.GetJsonName() + optionsText(f.GetOptions())
		}
	}
	for _, e := range p.GetEnums() {
		all[e.GetFullName()] = "enum" + optionsText(e.GetOptions())
		for _, v := range e.GetValues() {
			all[v.GetFullName()] = "value " + numberText(v.GetNumber()) + optionsText(v.GetOptions())
		}
	}
}

// TestPlaces compares the places of fields in HTTP with those of package transcode.
func TestPlaces(t *testing.T) {
	methods := 0
	golden(t, func(t *testing.T, out *generate.Output, v *templatepb.View) {
		views := make(map[string]*templatepb.Method)
		for _, p := range v.GetPackages() {
			for _, s := range p.GetServices() {
				for _, m := range s.GetMethods() {
					views[m.GetFullName()] = m
				}
			}
		}
		for _, f := range out.Descriptors {
			for i := range f.Services().Len() {
				s := f.Services().Get(i)
				for i := range s.Methods().Len() {
					compiled, err := transcode.Compile(s.Methods().Get(i))
					if err != nil {
						continue
					}
					methods++
					m := views[string(compiled.Descriptor.FullName())]
					bindings := append([]*transcode.Binding{compiled.Binding}, compiled.Additional...)
					if len(bindings) != len(m.GetHttp()) || m.GetBasePath() != compiled.BasePath || m.GetHost() != compiled.Host {
						t.Fatalf("%s: %d bindings at %s%s, want %d at %s%s", m.GetFullName(),
							len(m.GetHttp()), m.GetHost(), m.GetBasePath(), len(bindings), compiled.Host, compiled.BasePath)
					}
					for i, b := range bindings {
						checkPlaces(t, m, m.GetHttp()[i], compiled.Descriptor, b)
					}
				}
			}
		}
	})
	if methods < 100 {
		t.Errorf("only %d methods", methods)
	}
}

func checkPlaces(t *testing.T, m *templatepb.Method, got *templatepb.HttpBinding, method protoreflect.MethodDescriptor, want *transcode.Binding) {
	t.Helper()
	joined := ""
	for _, p := range got.GetParts() {
		joined += p.GetText()
		if p.GetField() != "" {
			i := slices.IndexFunc(got.GetVariables(), func(v *templatepb.PathVariable) bool { return v.GetField() == p.GetField() })
			joined += "{" + p.GetField() + "=" + got.GetVariables()[i].GetPattern() + "}"
		}
	}
	if joined = strings.ReplaceAll(joined, "=*}", "}"); joined != want.Path.String() || got.GetVerb() != want.Verb {
		t.Errorf("%s: %s %s, want %s %s", m.GetFullName(), got.GetVerb(), joined, want.Verb, want.Path)
	}
	has := func(parameters []*templatepb.Parameter, name string) bool {
		return slices.ContainsFunc(parameters, func(p *templatepb.Parameter) bool { return p.GetField() == name })
	}
	fields := method.Input().Fields()
	for i := range fields.Len() {
		name := string(fields.Get(i).Name())
		isVariable := slices.ContainsFunc(got.GetVariables(), func(v *templatepb.PathVariable) bool { return v.GetField() == name })
		place := transcode.Place(-1)
		switch {
		case isVariable:
			place = transcode.InPath
		case has(got.GetQuery(), name):
			place = transcode.InQuery
		case has(got.GetHeaders(), name):
			place = transcode.InHeader
		case has(got.GetCookies(), name):
			place = transcode.InCookie
		case got.GetBody() == name, slices.Contains(got.GetBodyFields(), name):
			place = transcode.InJSON
		}
		wanted := want.PlaceOf(fields.Get(i))
		if wanted == transcode.InForm || wanted == transcode.InRaw {
			wanted = transcode.InJSON // in the body
		}
		rule := transcode.FieldRule(fields.Get(i))
		if rule.GetJsonNulls() || rule.GetJsonEmpties() || rule.GetJsonNullEntries() {
			wanted = -1 // it describes the body
		}
		if place != wanted {
			t.Errorf("%s: the place of %s is %v, want %v", m.GetFullName(), name, place, wanted)
		}
	}
}

// TestReferences looks up every full name in the views of the golden documents.
func TestReferences(t *testing.T) {
	golden(t, func(t *testing.T, _ *generate.Output, v *templatepb.View) {
		known := make(map[string]bool)
		packages := append(slices.Clone(v.GetPackages()), v.GetImportedPackages()...)
		for _, p := range packages {
			for _, m := range p.GetMessages() {
				known[m.GetFullName()] = true
			}
			for _, e := range p.GetEnums() {
				known[e.GetFullName()] = true
			}
		}
		check := func(place, name string) {
			if name != "" && !known[name] {
				t.Errorf("%s refers to %s, which is not in the view", place, name)
			}
		}
		for _, p := range packages {
			for _, m := range p.GetMessages() {
				check(m.GetFullName(), m.GetParent())
				for _, f := range m.GetFields() {
					check(m.GetFullName(), f.GetTypeName())
				}
			}
			for _, s := range p.GetServices() {
				for _, m := range s.GetMethods() {
					check(m.GetFullName(), m.GetRequest())
					check(m.GetFullName(), m.GetResponse())
					check(m.GetFullName(), m.GetPaging().GetItemTypeName())
					for _, r := range m.GetErrorResponses() {
						check(m.GetFullName(), r.GetMessage())
					}
				}
			}
		}
	})
}

// TestJSON parses the JSON of the golden documents' views.
func TestJSON(t *testing.T) {
	golden(t, func(t *testing.T, _ *generate.Output, v *templatepb.View) {
		text, err := view.JSON(v)
		if err != nil {
			t.Fatal(err)
		}
		parsed := new(templatepb.View)
		if err := protojson.Unmarshal(text, parsed); err != nil {
			t.Fatal(err)
		}
		if !proto.Equal(v, parsed) {
			t.Error("the view differs after it was printed and parsed")
		}
		again, err := view.JSON(parsed)
		if err != nil || string(again) != string(text) {
			t.Errorf("the same view is printed differently (%v)", err)
		}
	})
}

// goCode contains the declarations of generated Go packages: types of struct fields and results of
// functions and methods, by names such as "example.com/zoo/v1/zoopb.Pet.Name".
type goCode map[string]string

var qualifier = regexp.MustCompile(`\b\w+\.`)

func parseGo(t *testing.T, files []generate.File) goCode {
	t.Helper()
	code := make(goCode)
	for _, f := range files {
		if strings.HasSuffix(f.Name, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		code["package "+path.Dir(f.Name)] = parsed.Name.Name
		code["file "+f.Name] = ""
		for _, d := range parsed.Decls {
			code.add(path.Dir(f.Name)+".", d)
		}
	}
	return code
}

// add adds a declaration. Types have no names of packages.
func (code goCode) add(prefix string, d ast.Decl) {
	text := func(e ast.Expr) string { return qualifier.ReplaceAllString(types.ExprString(e), "") }
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil {
			prefix += strings.TrimPrefix(text(d.Recv.List[0].Type), "*") + "."
		}
		result := ""
		if d.Type.Results != nil {
			result = text(d.Type.Results.List[0].Type)
		}
		code[prefix+d.Name.Name] = result
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					code[prefix+name.Name] = ""
				}
			case *ast.TypeSpec:
				code[prefix+spec.Name.Name] = ""
				structure, ok := spec.Type.(*ast.StructType)
				if !ok {
					continue
				}
				for _, f := range structure.Fields.List {
					for _, name := range f.Names {
						code[prefix+spec.Name.Name+"."+name.Name] = text(f.Type)
					}
				}
			}
		}
	}
}

// TestGoNames looks for every Go name of the views in the Go packages that are generated from the
// golden documents.
func TestGoNames(t *testing.T) {
	names := 0
	golden(t, func(t *testing.T, out *generate.Output, v *templatepb.View) {
		code := parseGo(t, out.Go)
		check := func(name string) {
			names++
			if _, found := code[name]; !found {
				t.Errorf("the Go packages do not declare %s", name)
			}
		}
		checkType := func(name, want string) {
			names++
			if got, found := code[name]; !found || got != want {
				t.Errorf("%s: the type is %q, want %q", name, want, got)
			}
		}
		for _, p := range v.GetPackages() {
			checkGoPackage(p, check, checkType)
			checkGoMessages(p, check, checkType)
			for _, m := range p.GetMessages() {
				for _, other := range p.GetMessages() {
					if m.GetGo().GetName() == other.GetGo().GetName() && m != other {
						t.Errorf("%s and %s have the same Go name", m.GetFullName(), other.GetFullName())
					}
				}
			}
		}
	})
	if names < 2000 {
		t.Errorf("only %d names", names)
	}
}

func checkGoPackage(p *templatepb.Package, check func(string), checkType func(name, want string)) {
	client := p.GetGo().GetClient().GetPath() + "."
	for _, f := range p.GetFiles() {
		checkType("package "+f.GetGo().GetMessages().GetPath(), f.GetGo().GetMessages().GetName())
		check(f.GetGo().GetMessages().GetPath() + "." + f.GetGo().GetFileDescriptor())
		check("file " + f.GetGo().GetFilePrefix() + ".pb.go")
	}
	if len(p.GetServices()) > 0 {
		checkType("package "+p.GetGo().GetClient().GetPath(), p.GetGo().GetClient().GetName())
	}
	for _, e := range p.GetEndpoints() {
		if e.GetGo() != nil {
			check(client + e.GetGo().GetName())
		}
	}
	for _, s := range p.GetScopes() {
		check(client + s.GetGo().GetName())
	}
	for _, s := range p.GetSecuritySchemes() {
		if s.GetGo() != nil {
			checkType(client+s.GetGo().GetOption(), "ClientOption")
		}
	}
	for _, e := range p.GetErrors() {
		check(client + e.GetGo().GetName())
	}
	for _, o := range p.GetClientOptions() {
		checkType(client+o.GetGo().GetOption(), "ClientOption")
	}
	for _, s := range p.GetServices() {
		check("file " + p.GetGo().GetClient().GetPath() + "/" + s.GetGo().GetFileName())
		checkType(client+s.GetGo().GetConstructor(), "*"+s.GetGo().GetClient())
		methods := client + s.GetGo().GetClient() + "."
		checkType(methods+s.GetGo().GetClose(), "error")
		for _, m := range s.GetMethods() {
			checkGoMethod(m, methods, checkType)
		}
	}
}

func checkGoMethod(m *templatepb.Method, methods string, checkType func(name, want string)) {
	result := "*" + m.GetGo().GetResponse().GetName()
	if m.GetEmptyResponse() {
		result = "error"
	}
	if upload := m.GetGo().GetUpload(); upload != "" {
		checkType(methods+upload, result)
	}
	if download := m.GetGo().GetDownload(); download != "" {
		checkType(methods+download, "*Download")
	}
	if m.GetPaging() != nil {
		item := m.GetPaging().GetGo().GetItem()
		result = "*Pager[" + result + ", " + item.GetPrefix() + item.GetName() + "]"
	}
	if !m.GetMediaUpload().GetRequired() && !m.GetMediaDownload().GetOnly() {
		checkType(methods+m.GetGo().GetName(), result)
	}
}

func checkGoMessages(p *templatepb.Package, check func(string), checkType func(name, want string)) {
	ident := func(i *templatepb.GoIdent) string { return i.GetImportPath() + "." + i.GetName() }
	for _, m := range p.GetMessages() {
		check(ident(m.GetGo()))
		for _, o := range m.GetOneofs() {
			checkType(ident(m.GetGo())+"."+o.GetGo().GetName(), o.GetGo().GetInterface())
			checkType(ident(m.GetGo())+"."+o.GetGo().GetGetter(), o.GetGo().GetInterface())
		}
		for _, f := range m.GetFields() {
			holder := ident(m.GetGo())
			if f.GetOneof() != "" {
				holder = ident(f.GetGo().GetWrapper())
			}
			checkType(holder+"."+f.GetGo().GetName(), f.GetGo().GetStructType().GetPrefix()+f.GetGo().GetStructType().GetName())
			checkType(ident(m.GetGo())+"."+f.GetGo().GetGetter(), f.GetGo().GetType().GetPrefix()+f.GetGo().GetType().GetName())
			if f.GetGo().GetConstructor() != "" {
				checkType(m.GetGo().GetImportPath()+"."+f.GetGo().GetConstructor(), "*"+m.GetGo().GetName())
				check(ident(m.GetGo()) + "." + f.GetGo().GetAs())
			}
		}
	}
	for _, e := range p.GetEnums() {
		check(ident(e.GetGo()))
		for _, v := range e.GetValues() {
			check(ident(v.GetGo()))
		}
	}
}
