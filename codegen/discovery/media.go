// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// media reads the upload and the download of a method. If a part of an upload is invalid, the
// upload has no paths.
func (r *reader) media(node *jsontree.Node, o *document.Operation) {
	flag, declaration := node.Get("supportsMediaUpload"), r.member(node, "mediaUpload", jsontree.Object)
	switch supported := r.flag(node, "supportsMediaUpload"); {
	case supported && declaration == nil:
		r.findings.Add(finding.MediaUpload, flag.Position(), "%s has supportsMediaUpload without mediaUpload", o.ID)
		o.Upload = &document.Upload{At: flag.Position()}
	case declaration != nil:
		o.Upload = r.upload(declaration, o)
		if !supported {
			r.findings.Add(finding.MediaUpload, declaration.Position(), "%s has mediaUpload without supportsMediaUpload", o.ID)
			o.Upload.Simple, o.Upload.Resumable = pathtemplate.Template{}, pathtemplate.Template{}
		}
	}
	service := r.flag(node, "useMediaDownloadService")
	if r.flag(node, "supportsMediaDownload") {
		o.Download = &document.Download{At: node.Get("supportsMediaDownload").Position(), Service: service}
	} else if service {
		r.findings.Add(finding.MediaDownload, node.Get("useMediaDownloadService").Position(),
			"%s has useMediaDownloadService without supportsMediaDownload", o.ID)
	}
}

func (r *reader) upload(node *jsontree.Node, o *document.Operation) *document.Upload {
	r.checkMembers(node, mediaUploadMembers)
	upload := &document.Upload{At: node.Position(), Accept: r.texts(node, "accept")}
	valid := true
	if size := r.text(node, "maxSize"); size != "" {
		if upload.MaxSize = bytesOf(size); upload.MaxSize == 0 {
			r.findings.Add(finding.MediaUpload, node.Get("maxSize").Position(), "%s has the invalid maxSize %q", o.ID, size)
			valid = false
		}
	}
	protocols := r.member(node, "protocols", jsontree.Object)
	if protocols == nil || len(protocols.Members) == 0 {
		r.findings.Add(finding.MediaUpload, node.Position(), "%s has mediaUpload without protocols", o.ID)
		return upload
	}
	r.checkMembers(protocols, mediaProtocolsMembers)
	simple, simpleOK := r.uploadPath(protocols, "simple", o)
	resumable, resumableOK := r.uploadPath(protocols, "resumable", o)
	if valid && simpleOK && resumableOK {
		upload.Simple, upload.Resumable = simple, resumable
	}
	return upload
}

// uploadPath returns the path of an upload protocol. Its variables are replaced by those of the
// method's path, which have patterns. It returns false if the path is invalid, and an empty
// template and true if the document does not have the protocol.
func (r *reader) uploadPath(protocols *jsontree.Node, name string, o *document.Operation) (path pathtemplate.Template, ok bool) {
	node := r.member(protocols, name, jsontree.Object)
	if node == nil {
		return path, true
	}
	r.checkMembers(node, mediaProtocolMembers)
	if !r.flag(node, "multipart") {
		r.findings.Add(finding.MediaUpload, node.Position(), "%s sends its body and media in separate requests (%s)", o.ID, name)
		return path, false
	}
	if r.required(node, "path") == "" {
		return path, false
	}
	path = r.template(nil, node.Get("path"), "", nil)
	if len(path.Segments) == 0 {
		return path, false // already reported
	}
	variables := o.Path.Variables()
	if len(path.Variables()) != len(variables) {
		r.findings.Add(finding.MediaUpload, node.Get("path").Position(),
			"the path %s does not have the variables of %s", node.Get("path").Text, o.ID)
		return pathtemplate.Template{}, false
	}
	for i, segment := range path.Segments {
		variable, isVariable := segment.(pathtemplate.Variable)
		if !isVariable {
			continue
		}
		own := slices.IndexFunc(variables, func(v pathtemplate.Variable) bool { return v.FieldPath == variable.FieldPath })
		if own < 0 {
			r.findings.Add(finding.MediaUpload, node.Get("path").Position(), "the path of %s does not contain {%s}", o.ID, variable.FieldPath)
			return pathtemplate.Template{}, false
		}
		path.Segments[i] = variables[own]
	}
	return path, true
}

var sizePattern = regexp.MustCompile(`^([0-9]+)([KMGT]B)?$`)

// bytesOf parses a size such as "1073741824" or "1024MB" and returns it in bytes. It returns 0 if
// the size is invalid.
func bytesOf(size string) int64 {
	match := sizePattern.FindStringSubmatch(size)
	if match == nil {
		return 0
	}
	shift := map[string]int{"": 0, "KB": 10, "MB": 20, "GB": 30, "TB": 40}[match[2]]
	n, err := strconv.ParseInt(match[1], 10, 64)
	if err != nil || n<<shift>>shift != n {
		return 0
	}
	return n << shift
}
