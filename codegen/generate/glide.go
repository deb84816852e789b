// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/glide"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/protofile"
)

// keepRemoved keeps the elements that this revision of the document removed, as deprecated, and drops those
// that an earlier revision removed. The lock has the hash of the revision, so that a later run with the same
// revision has the same output.
func keepRemoved(
	in Input, api *model.API, before, lock *numbers.Lock, files []protoreflect.FileDescriptor,
) ([]protoreflect.FileDescriptor, *finding.List) {
	findings := new(finding.List)
	if in.Published == nil || !api.IsPublished() {
		return files, findings
	}
	hash, err := revisionHash(api.Document, files)
	if err != nil {
		return files, findings // it would not be known when the elements must leave
	}
	now, earlier := removedElements(api, before, lock, before.Gliding == hash)
	if now.IsEmpty() && (earlier.IsEmpty() || before.Gliding == "") {
		return files, findings
	}
	published := publishedFiles(in, files)
	if before.Gliding != hash && before.Gliding != "" {
		if _, dropped, _ := glide.Keep(files, published, earlier, ""); len(dropped) > 0 {
			findings.Add(finding.PublishedGone, api.Document.At, "the output no longer has %s, which an earlier revision of the document removed",
				some(dropped))
		}
	}
	// The output is also valid without the elements.
	if kept, names, err := glide.Keep(files, published, now, since(api.Document)); err == nil && len(names) > 0 {
		lock.Gliding = hash
		return kept, findings
	}
	return files, findings
}

// since returns the clause that states which revision removed an element.
func since(doc *document.API) string {
	const most = 40
	name := strings.Join(strings.Fields(cmp.Or(doc.Revision, doc.Version)), " ")
	if name == "" || len(name) > most {
		return "in its last revision"
	}
	return "in revision " + name
}

// revisionHash returns a hash that changes if the definitions, the version or the revision of a document do.
// Other descriptions and another order leave it as it is.
func revisionHash(doc *document.API, files []protoreflect.FileDescriptor) (string, error) {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q %q\n", doc.Version, doc.Revision)
	for _, f := range files {
		definitions := protodesc.ToFileDescriptorProto(f)
		definitions.SourceCodeInfo = nil
		data, err := proto.MarshalOptions{Deterministic: true}.Marshal(definitions)
		if err != nil {
			return "", err
		}
		hash.Write(data)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// publishedFiles returns the published versions of files.
func publishedFiles(in Input, files []protoreflect.FileDescriptor) []protoreflect.FileDescriptor {
	var published []protoreflect.FileDescriptor
	source := func(path string) ([]byte, error) {
		if data := in.Published(path); data != nil {
			return data, nil
		}
		return nil, fs.ErrNotExist
	}
	for _, f := range files {
		if in.Published(f.Path()) == nil {
			continue
		}
		// A file that cannot be compiled has no elements to keep.
		if compiled, err := protofile.Compile(context.Background(), source, f.Path()); err == nil {
			published = append(published, compiled...)
		}
	}
	return published
}

// removedElements returns the elements that this revision of the document removed, and those that earlier
// ones removed. If isSame is true, the previous run had the same document.
func removedElements(api *model.API, before, lock *numbers.Lock, isSame bool) (now, earlier glide.Removed) {
	of := func(wasCurrent bool) *glide.Removed {
		if wasCurrent || isSame {
			return &now
		}
		return &earlier
	}
	members := func(was, is *numbers.Entry, add func(r *glide.Removed, number int32)) {
		for member, number := range is.Gone {
			wasCurrent := false
			if was != nil {
				_, wasCurrent = was.Current[member]
			}
			if !model.IsSynthetic(member) {
				add(of(wasCurrent), number)
			}
		}
	}
	exists := make(map[string]bool)
	api.Walk(func(m *model.Message) {
		exists[m.Key] = true
		name := protoreflect.FullName(m.Package.Name + "." + m.Path())
		members(before.Messages[m.Key], lock.Messages[m.Key], func(r *glide.Removed, number int32) {
			if r.Fields == nil {
				r.Fields = make(map[protoreflect.FullName][]int32)
			}
			r.Fields[name] = append(r.Fields[name], number)
		})
	})
	api.WalkEnums(func(e *model.Enum) {
		exists[e.Key] = true
		name := protoreflect.FullName(e.Package.Name + "." + e.Path())
		members(before.Enums[e.Key], lock.Enums[e.Key], func(r *glide.Removed, number int32) {
			if r.Values == nil {
				r.Values = make(map[protoreflect.FullName][]int32)
			}
			r.Values[name] = append(r.Values[name], number)
		})
	})
	for _, entries := range []map[string]*numbers.Entry{before.Messages, before.Enums} {
		for key, entry := range entries {
			if _, isRequest := before.Methods[key]; exists[key] || isRequest || len(entry.Paths) == 0 {
				continue
			}
			path := entry.Paths[len(entry.Paths)-1]
			r := of(len(entry.Current) > 0)
			if !strings.Contains(path, ".") {
				path = api.Package.Name + "." + path
			}
			r.Types = append(r.Types, protoreflect.FullName(path))
		}
	}
	for id, m := range lock.Methods {
		if m.Gone {
			r := of(!before.Methods[id].Gone)
			r.Methods = append(r.Methods, id)
		}
	}
	return now, earlier
}
