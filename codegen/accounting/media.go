// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package accounting

import (
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// countMedia counts the upload and the download of an operation.
func (c *counter) countMedia(o *document.Operation, method protoreflect.MethodDescriptor) {
	var rule *apipb.MethodRule
	if method != nil {
		rule = extension[*apipb.MethodRule](method, apipb.E_Method)
	}
	if o.Upload != nil {
		found := rule.GetMediaUpload()
		c.add(Uploads, o.ID, found != nil && isUpload(o.Upload, found, method.Input()), o.Upload.At)
	}
	if o.Download != nil {
		found := rule.GetMediaDownload()
		c.add(Downloads, o.ID, found != nil && found.GetDownloadService() == o.Download.Service, o.Download.At)
	}
}

// isUpload reports whether a method declares the upload of its operation.
func isUpload(declared *document.Upload, found *apipb.MediaUpload, request protoreflect.MessageDescriptor) bool {
	return slices.Equal(declared.Accept, found.GetAccept()) && declared.MaxSize == found.GetMaxSize() &&
		isPath(declared.Simple, found.GetSimplePath(), request) && isPath(declared.Resumable, found.GetResumablePath(), request)
}

// isPath reports whether a path equals the document's path when the names of fields are replaced
// by those of parameters. All fields must exist in the request.
func isPath(declared pathtemplate.Template, found string, request protoreflect.MessageDescriptor) bool {
	if len(declared.Segments) == 0 {
		return found == ""
	}
	template, err := pathtemplate.Parse(found)
	if err != nil {
		return false
	}
	for _, v := range template.Variables() {
		if fieldAt(request, v.FieldPath, byName) == nil {
			return false
		}
	}
	return template.Rename(func(path string) string { return fieldAt(request, path, byName).JSONName() }).String() == declared.String()
}
