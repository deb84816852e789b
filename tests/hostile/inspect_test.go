// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package hostile_test

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/scanner"
	"go/token"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/protofile"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	protofiles "github.com/protolect/protolect/proto"
)

// goImport is the import path of the generated packages.
const goImport = "example.com/hostile/gen"

// problems returns the problems of an output.
func problems(out *generate.Output) []string {
	var all []string
	add := func(name string, found []string) {
		for _, f := range found {
			all = append(all, fmt.Sprintf("%.200s: %s", name, f))
		}
	}
	var files []output.File
	for _, f := range out.Proto {
		files = append(files, output.File{Name: "proto/" + f.Name, Data: f.Data})
		add(f.Name, headerProblems(f.Data))
		add(f.Name, protoProblems(f.Data))
	}
	for _, f := range out.Go {
		name, found := strings.CutPrefix(f.Name, goImport+"/")
		if !found {
			all = append(all, fmt.Sprintf("%q is outside the output", f.Name))
		}
		files = append(files, output.File{Name: "gen/" + name, Data: f.Data})
		add(f.Name, headerProblems(f.Data))
		add(f.Name, goProblems(f.Name, f.Data))
	}
	add("the files", fileProblems(files))
	add("the protos", compileProblems(out))
	return all
}

// fileProblems inspects the names of files.
func fileProblems(files []output.File) []string {
	var all []string
	if err := output.Check(files); err != nil {
		all = append(all, err.Error())
	}
	same := make(map[string]bool)
	for _, f := range files {
		if folded := strings.ToLower(f.Name); same[folded] {
			all = append(all, fmt.Sprintf("%.200q differs from another by case only", f.Name))
		} else {
			same[folded] = true
		}
		for part := range strings.SplitSeq(f.Name, "/") {
			stem, _, _ := strings.Cut(part, ".")
			switch {
			case len(part) > 255:
				all = append(all, fmt.Sprintf("%.100q is %d bytes long", part, len(part)))
			case !fileName.MatchString(part):
				all = append(all, fmt.Sprintf("%q is no plain file name", part))
			case device.MatchString(stem) || part == "vendor" || part == "internal" || part == "testdata":
				all = append(all, fmt.Sprintf("%q is not only a name", part))
			}
		}
		if len(f.Name) > 1024 {
			all = append(all, fmt.Sprintf("a path is %d bytes long", len(f.Name)))
		}
		if path.Ext(f.Name) == ".go" && path.Base(f.Name) != "example_test.go" {
			if !isBuilt(f) {
				all = append(all, fmt.Sprintf("%.200q is not built", f.Name))
			}
		}
	}
	return all
}

var (
	fileName = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.go|\.pb\.go|\.proto)?$`)
	device   = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)
)

// isBuilt reports whether the go command builds a file on the usual systems.
func isBuilt(f output.File) bool {
	for _, system := range []string{"linux", "windows", "darwin"} {
		for _, processor := range []string{"amd64", "arm64"} {
			on := build.Context{GOOS: system, GOARCH: processor, Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
				return io.NopCloser(bytes.NewReader(f.Data)), nil
			}}
			if match, err := on.MatchFile("/", path.Base(f.Name)); err != nil || !match {
				return false
			}
		}
	}
	return !strings.HasSuffix(f.Name, "_test.go")
}

// headerProblems checks the line by which editors and linters recognize generated files.
func headerProblems(text []byte) []string {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	if !header.Match(first) || len(first) > 1000 {
		return []string{fmt.Sprintf("it begins with %.200q", first)}
	}
	return nil
}

var header = regexp.MustCompile(`^// Code generated .* DO NOT EDIT\.$`)

// protoProblems inspects the text of a proto file.
func protoProblems(text []byte) []string {
	var all []string
	code := protoCode(text)
	if strings.Contains(code, marker) {
		all = append(all, marker+" is in the code")
	}
	if strings.Contains(code, "/*") {
		all = append(all, "it has a block comment")
	}
	if i := bytes.IndexFunc(text, isHidden); i >= 0 {
		all = append(all, "it has a hidden character: "+lineAt(text, i))
	}
	return all
}

// lineAt returns the line around a byte, quoted.
func lineAt(text []byte, i int) string {
	start, end := bytes.LastIndexByte(text[:i], '\n')+1, bytes.IndexByte(text[i:], '\n')
	if end < 0 {
		end = len(text) - i
	}
	return fmt.Sprintf("%.300q", text[start:i+end])
}

// isHidden reports whether editors hide a character.
func isHidden(c rune) bool {
	return c != '\n' && c != '\t' && unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// protoCode returns a proto file without line comments and without the content of strings.
func protoCode(text []byte) string {
	var code strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '/' && i+1 < len(text) && text[i+1] == '/':
			for i < len(text) && text[i] != '\n' {
				i++
			}
			code.WriteByte('\n')
		case c == '"' || c == '\'':
			for i++; i < len(text) && text[i] != c; i++ {
				if text[i] == '\\' {
					i++
				}
			}
			code.WriteString(`""`)
		default:
			code.WriteByte(c)
		}
	}
	return code.String()
}

// compileProblems compiles the proto files and compares the result with the original descriptors.
func compileProblems(out *generate.Output) []string {
	var all []string
	text := map[string][]byte{apipb.File_protolect_api_v1_annotations_proto.Path(): protofiles.Annotations}
	for _, f := range out.Proto {
		text[f.Name] = f.Data
	}
	source := func(name string) ([]byte, error) {
		if data, ok := text[name]; ok {
			return data, nil
		}
		return nil, fs.ErrNotExist
	}
	for i, f := range out.Proto {
		compiled, err := protofile.Compile(context.Background(), source, f.Name)
		if err != nil {
			all = append(all, err.Error())
			continue
		}
		want, got := protodesc.ToFileDescriptorProto(out.Descriptors[i]), protodesc.ToFileDescriptorProto(compiled[0])
		want.SourceCodeInfo, got.SourceCodeInfo = nil, nil
		if diff := cmp.Diff(want, got, protocmp.Transform()); diff != "" {
			all = append(all, fmt.Sprintf("-described +compiled:\n%.2000s", diff))
		}
		if !bytes.Equal(protofile.Print(compiled[0]), f.Data) {
			all = append(all, "it prints differently the second time")
		}
		if !strings.HasPrefix(want.GetOptions().GetGoPackage(), goImport+"/") {
			all = append(all, fmt.Sprintf("go_package is %q", want.GetOptions().GetGoPackage()))
		}
		all = append(all, nameProblems(compiled[0])...)
	}
	return all
}

// nameProblems inspects the names in descriptors.
func nameProblems(file protoreflect.FileDescriptor) []string {
	var all []string
	check := func(d protoreflect.Descriptor) {
		if name := string(d.Name()); strings.Contains(name, marker) || !identifier.MatchString(name) {
			all = append(all, fmt.Sprintf("%.200q is declared", d.FullName()))
		}
	}
	var walk func(container)
	walk = func(c container) {
		for i := range c.Enums().Len() {
			e := c.Enums().Get(i)
			check(e)
			for j := range e.Values().Len() {
				check(e.Values().Get(j))
			}
		}
		for i := range c.Messages().Len() {
			m := c.Messages().Get(i)
			check(m)
			for j := range m.Fields().Len() {
				check(m.Fields().Get(j))
			}
			walk(m)
		}
	}
	walk(file)
	for i := range file.Services().Len() {
		s := file.Services().Get(i)
		check(s)
		for j := range s.Methods().Len() {
			check(s.Methods().Get(j))
		}
	}
	if file.Extensions().Len() > 0 {
		all = append(all, "it declares extensions")
	}
	return all
}

var identifier = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

type container interface {
	Enums() protoreflect.EnumDescriptors
	Messages() protoreflect.MessageDescriptors
}

// goProblems inspects the text of a Go file.
func goProblems(name string, text []byte) []string {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	all := append(lineProblems(text), tokenProblems(text, strings.HasSuffix(name, ".pb.go"))...)
	for _, spec := range file.Imports {
		if imported, err := strconv.Unquote(spec.Path.Value); err != nil || !isExpectedImport(imported) {
			all = append(all, "it imports "+spec.Path.Value)
		}
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if problem := commentProblem(c.Text); problem != "" {
				all = append(all, problem)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok && strings.Contains(name.Name, marker) {
			all = append(all, fmt.Sprintf("%.100s is in the code", name.Name))
		}
		return true
	})
	for _, declaration := range file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv == nil && !isExpectedFunction(f.Name.Name) {
			all = append(all, fmt.Sprintf("it has the function %.100s", f.Name.Name))
		}
	}
	return all
}

func isExpectedImport(imported string) bool {
	for _, own := range []string{goImport + "/", "google.golang.org/protobuf/", "google.golang.org/genproto/", "github.com/protolect/protolect/"} {
		if strings.HasPrefix(imported, own) && path.Clean(imported) == imported {
			return true
		}
	}
	switch imported {
	case "context", "fmt", "io", "log", "reflect", "sync", "unsafe":
		return true
	}
	return false
}

// isExpectedFunction reports whether a function is one of those that protoc-gen-go writes (a file's
// init and those for its raw descriptor), a constructor or the example.
func isExpectedFunction(name string) bool {
	return functions.MatchString(name)
}

var functions = regexp.MustCompile(`^(init|Example|New\w*Client|file_\w+_(init|rawDescGZIP))$`)

// lineProblems finds lines that the go command treats as directives.
func lineProblems(text []byte) []string {
	var all []string
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(line, []byte("//go:")) || bytes.HasPrefix(line, []byte("//line ")) {
			all = append(all, fmt.Sprintf("it has the line %.100q", line))
		}
	}
	text = withoutDescriptor(text)
	if i := bytes.IndexFunc(text, isHidden); i >= 0 {
		all = append(all, "it has a hidden character: "+lineAt(text, i))
	}
	return all
}

// withoutDescriptor returns a .pb.go file without the binary descriptor. protoc-gen-go writes it
// with all characters that Go can print, including variation selectors. Nobody reads it.
func withoutDescriptor(text []byte) []byte {
	start := bytes.Index(text, []byte(`_rawDesc = "" +`))
	if start < 0 {
		return text
	}
	length := bytes.Index(text[start:], []byte("\n\n"))
	if length < 0 {
		return text
	}
	return append(bytes.Clone(text[:start]), text[start+length:]...)
}

func commentProblem(text string) string {
	switch content := strings.TrimLeft(strings.TrimPrefix(text, "//"), " \t"); {
	case strings.HasPrefix(text, "/*"):
		return "it has a block comment"
	case directive.MatchString(text):
		return fmt.Sprintf("it has the directive %.100q", text)
	case strings.HasPrefix(content, "+build"):
		return fmt.Sprintf("it has the build tag %.100q", text)
	}
	return ""
}

// directive matches //go:build, //export, //line and similar lines.
var directive = regexp.MustCompile(`^//([a-z0-9]+:[a-z0-9]|line |export |extern |nolint|#)`)

// tokenProblems finds raw strings, except the struct tags of protoc-gen-go.
func tokenProblems(text []byte, tags bool) []string {
	var all []string
	files := token.NewFileSet()
	var s scanner.Scanner
	s.Init(files.AddFile("", -1, len(text)), text, nil, 0)
	for {
		_, kind, literal := s.Scan()
		switch {
		case kind == token.EOF:
			return all
		case kind == token.STRING && literal[0] == '`' && (!tags || !structTag.MatchString(literal)):
			all = append(all, fmt.Sprintf("it has the raw string %.200s", literal))
		}
	}
}

var structTag = regexp.MustCompile("^`(protogen:\"open.v1\"|protobuf:\"([^\"\\\\]|\\\\.)*\"( json:\"([a-z0-9_]+,omitempty|-)\")?( protobuf_(key|val):\"[^\"]*\")*)`$")
