// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// withMedia returns the Go methods that call an RPC. If the RPC requires an upload, or only
// returns media, this is one method with the name of the RPC. Otherwise it is the plain
// method and one with media beside it: CreateFile and CreateFileWithMedia, GetFile and
// GetFileMedia. So programs stay valid when an API adds media to an RPC. isTaken reports
// whether the service has an RPC of a name.
func withMedia(plain *methodView, rule *apipb.MethodRule, isTaken func(string) bool) []*methodView {
	var views []*methodView
	upload, download := rule.GetMediaUpload(), rule.GetMediaDownload()
	if !upload.GetRequired() && !download.GetOnly() {
		views = append(views, plain)
	}
	if upload != nil {
		v := *plain
		v.Upload, v.Paged = true, false
		v.paths = []string{verbOf(plain) + " " + cmp.Or(upload.GetSimplePath(), upload.GetResumablePath())}
		v.note = uploadNote(upload)
		if !upload.GetRequired() {
			v.rename(plain.GoName+"WithMedia", "is like "+plain.GoName+" but also uploads media.", isTaken)
		}
		v.Comment = methodComment(&v, rule)
		views = append(views, &v)
	}
	if download != nil {
		v := *plain
		v.Download, v.Paged, v.Empty = true, false, false
		v.paths = []string{plain.paths[0] + "?alt=media"}
		v.note = "The caller must close the returned [rest.Download]."
		if !download.GetOnly() {
			v.rename(plain.GoName+"Media", "is like "+plain.GoName+" but returns media instead of a response message.", isTaken)
		}
		v.Comment = methodComment(&v, rule)
		views = append(views, &v)
	}
	return views
}

// rename sets the name of the method, with underscores if it is taken, and its summary.
func (v *methodView) rename(name, summary string, isTaken func(string) bool) {
	for isTaken(name) {
		name += "_"
	}
	v.GoName, v.summary = name, name+" "+summary
}

func verbOf(v *methodView) string {
	verb, _, _ := strings.Cut(v.paths[0], " ")
	return verb
}

// uploadNote returns sentences about the reader of an upload and the limits of the media.
func uploadNote(upload *apipb.MediaUpload) string {
	text := "The client reads media until io.EOF and does not close it."
	if size := upload.GetMaxSize(); size > 0 {
		text += " The maximum size is " + strconv.FormatInt(size, 10) + " bytes."
	}
	if accept := upload.GetAccept(); len(accept) > 0 && !slices.Contains(accept, "*/*") {
		text += " The media type must match " + enumeration(accept, "or") + "."
	}
	return text
}
