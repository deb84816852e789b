// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"path"
	"slices"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/gonames"
)

// messagesView is the data of the template for the documentation of a messages' package.
type messagesView struct {
	Header  string
	Package string
	Comment string // with comment signs
}

// Messages returns a file with the package comment of file's Go package, because protoc-gen-go
// does not write package comments. all are all files of the run: if file shares its Go package
// with others, only one of them gets the comment, preferably one with services.
func Messages(file *protogen.File, all []*protogen.File) ([]File, error) {
	inPackage := func(f *protogen.File) bool { return f.Generate && f.GoImportPath == file.GoImportPath }
	i := slices.IndexFunc(all, func(f *protogen.File) bool { return inPackage(f) && len(f.Services) > 0 })
	if i < 0 {
		i = slices.IndexFunc(all, inPackage)
	}
	if i < 0 || all[i] != file {
		return nil, nil
	}
	v := &messagesView{Header: header(file), Package: string(file.GoPackageName), Comment: commented(messagesComment(file))}
	text, err := output{template: "messages.go.tmpl", view: v}.render()
	if err != nil {
		return nil, err
	}
	return []File{{path.Join(path.Dir(file.GeneratedFilenamePrefix), "doc.go"), file.GoImportPath, text}}, nil
}

// messagesComment returns the comment of a messages' package. It names the API and the package
// of the client.
func messagesComment(file *protogen.File) string {
	text := "Package " + string(file.GoPackageName) + " contains the messages of the "
	published := publishedComment(file)
	if len(file.Services) == 0 {
		text += "proto package " + string(file.Desc.Package()) + "."
		if published != "" {
			text += "\n\n" + published
		}
		return text
	}
	about, _, _ := strings.Cut(published, "\n\n")
	if about == "" {
		about = "proto package " + string(file.Desc.Package()) + "."
	}
	client, _ := gonames.ClientPackage(file.GoImportPath, file.GoPackageName)
	return text + about + "\nPackage [" + client + "] is the client."
}

// publishedComment returns the comment on the package statement of a file.
func publishedComment(file *protogen.File) string {
	statement := protoreflect.SourcePath{2} // the package statement, see descriptor.proto
	return plain(protogen.Comments(file.Desc.SourceLocations().ByPath(statement).LeadingComments))
}
