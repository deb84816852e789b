// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode"

	peer "google.golang.org/api/chat/v1"
	"google.golang.org/api/option"
)

// newPeer returns the peer's client for a server.
func newPeer(t *testing.T, s *server) *peer.Service {
	t.Helper()
	service, err := peer.NewService(t.Context(), option.WithEndpoint(s.URL), option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	return service
}

// peerCall returns the peer's call of a method, ready for Do or Pages. For
// "chat.spaces.messages.create" it calls service.Spaces.Messages.Create with the variables of the
// path and the body as arguments, and sets the query with the methods of the call.
func peerCall(service *peer.Service, m method, p parts) (reflect.Value, error) {
	names := strings.Split(m.id, ".")[1:]
	at := reflect.ValueOf(service)
	for _, name := range names[:len(names)-1] {
		var fields []reflect.Value
		for i := range at.Elem().NumField() {
			if f := at.Elem().Field(i); f.CanInterface() && sameName(at.Elem().Type().Field(i).Name, name) {
				fields = append(fields, f)
			}
		}
		if len(fields) != 1 {
			return at, fmt.Errorf("%s: %s has %d fields for %s", m.id, at.Type(), len(fields), name)
		}
		at = fields[0]
	}
	start, err := methodLike(at, names[len(names)-1])
	if err != nil {
		return at, fmt.Errorf("%s: %w", m.id, err)
	}
	values := p.path
	if p.body != nil {
		values = append(values[:len(values):len(values)], json.RawMessage(p.body))
	}
	if start.Type().NumIn() != len(values) || start.Type().NumOut() != 1 {
		return at, fmt.Errorf("%s: the peer has %s, but path and body are %d values", m.id, start.Type(), len(values))
	}
	var args []reflect.Value
	for i, value := range values {
		arg, err := argument(start.Type().In(i), value)
		if err != nil {
			return at, fmt.Errorf("%s: argument %d: %w", m.id, i+1, err)
		}
		args = append(args, arg)
	}
	call := start.Call(args)[0]
	for name, values := range p.query {
		if err := setQuery(call, name, values); err != nil {
			return at, fmt.Errorf("%s: %s: %w", m.id, name, err)
		}
	}
	return call, nil
}

// setQuery sets a query parameter. The method for it has a name without dots:
// CreateMessageNotificationOptionsNotificationType for
// createMessageNotificationOptions.notificationType.
func setQuery(call reflect.Value, name string, values []any) error {
	setter, err := methodLike(call, name)
	if err != nil {
		return err
	}
	if setter.Type().NumIn() != 1 || len(values) > 1 && !setter.Type().IsVariadic() {
		return fmt.Errorf("%s does not take %d values", setter.Type(), len(values))
	}
	in := setter.Type().In(0)
	if setter.Type().IsVariadic() {
		in = in.Elem()
	}
	var args []reflect.Value
	for _, value := range values {
		arg, err := argument(in, value)
		if err != nil {
			return err
		}
		args = append(args, arg)
	}
	setter.Call(args)
	return nil
}

// methodLike returns the only method of a value whose name equals the document's name, ignoring
// case and punctuation.
func methodLike(v reflect.Value, name string) (reflect.Value, error) {
	var found []reflect.Value
	for i := range v.NumMethod() {
		if sameName(v.Type().Method(i).Name, name) {
			found = append(found, v.Method(i))
		}
	}
	if len(found) != 1 {
		return v, fmt.Errorf("%s has %d methods for %s", v.Type(), len(found), name)
	}
	return found[0], nil
}

func sameName(a, b string) bool {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	return plain(a) == plain(b)
}

// argument converts a decoded JSON value to the peer's type. For a struct, the value is JSON text,
// and the struct must know all of its members.
func argument(want reflect.Type, value any) (reflect.Value, error) {
	v := reflect.New(want)
	if text, ok := value.(json.RawMessage); ok {
		if want.Kind() != reflect.Pointer || want.Elem().Kind() != reflect.Struct {
			return v, fmt.Errorf("%s is not for a body", want)
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		return v.Elem(), d.Decode(v.Interface())
	}
	text, err := json.Marshal(value)
	if err != nil {
		return v, err
	}
	return v.Elem(), json.Unmarshal(text, v.Interface())
}

// peerMethods adds the document's names of the methods of a peer's service and its nested services.
func peerMethods(all map[string]bool, service reflect.Value, prefix string) {
	for i := range service.NumMethod() {
		m := service.Type().Method(i)
		if out := m.Type; out.NumOut() == 1 && strings.HasSuffix(out.Out(0).String(), "Call") {
			all[prefix+"."+lowerFirst(m.Name)] = true
		}
	}
	for i := range service.Elem().NumField() {
		f := service.Elem().Type().Field(i)
		if f.IsExported() && f.Type.Kind() == reflect.Pointer && strings.HasSuffix(f.Type.String(), "Service") {
			peerMethods(all, service.Elem().Field(i), prefix+"."+lowerFirst(f.Name))
		}
	}
}

func lowerFirst(s string) string {
	return strings.ToLower(s[:1]) + s[1:]
}
