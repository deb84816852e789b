// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"reflect"
	"slices"
	"strings"
)

// plain returns a type with the fields of t, recursively, but without methods. The method
// MarshalJSON of types in google.golang.org/api slows JSON libraries down. Fields of recursive
// types are left out.
func plain(t reflect.Type, within ...reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Pointer:
		return reflect.PointerTo(plain(t.Elem(), within...))
	case reflect.Slice:
		return reflect.SliceOf(plain(t.Elem(), within...))
	case reflect.Map:
		return reflect.MapOf(t.Key(), plain(t.Elem(), within...))
	case reflect.Struct:
	default:
		return t
	}
	var fields []reflect.StructField
	for i := range t.NumField() {
		f := t.Field(i)
		if tag := f.Tag.Get("json"); !f.IsExported() || tag == "-" || tag == "" && f.Anonymous || strings.HasPrefix(tag, "-") {
			continue
		}
		of := f.Type
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map {
			of = of.Elem()
		}
		if of == t || slices.Contains(within, of) {
			continue
		}
		fields = append(fields, reflect.StructField{Name: f.Name, Type: plain(f.Type, append(slices.Clip(within), t)...), Tag: f.Tag})
	}
	return reflect.StructOf(fields)
}
