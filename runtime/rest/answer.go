// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"fmt"
	"net/http"

	"google.golang.org/protobuf/proto"
)

// bindAnswers finds the fields of a response that has the body of one of several
// statuses: that of the lowest first.
func (b *binding) bindAnswers() error {
	oneofs := b.method.Output().Oneofs()
	if oneofs.Len() != 1 {
		return nil
	}
	fields := oneofs.Get(0).Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		rule := fieldRule(fd)
		switch status := rule.GetHttpStatus(); {
		case status == "":
		case fd.Message() == nil:
			return fmt.Errorf("http_status: %s is no message", fd.FullName())
		default:
			b.answers, b.statuses = append(b.answers, fd), append(b.statuses, status)
			if last := len(b.statuses) - 1; status < b.statuses[0] {
				b.answers[0], b.answers[last] = b.answers[last], b.answers[0]
				b.statuses[0], b.statuses[last] = b.statuses[last], b.statuses[0]
			}
		}
	}
	return nil
}

// answer returns what the body of a response is: the message itself, or that of one
// of its fields.
func (b *binding) answer(status int, resp proto.Message) proto.Message {
	if len(b.answers) == 0 {
		return resp
	}
	i := find(status, len(b.answers), func(i int) string { return b.statuses[i] })
	if i < 0 && status == http.StatusNoContent {
		return resp
	}
	return resp.ProtoReflect().Mutable(b.answers[max(i, 0)]).Message().Interface()
}
