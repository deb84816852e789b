// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"golang.org/x/oauth2"

	"github.com/protolect/protolect/runtime/internal/jsonvalue"
	"github.com/protolect/protolect/runtime/internal/redact"
)

// cleanError returns the error of a token source without secrets: an
// oauth2.RetrieveError without the response, and a url.Error without the query.
func cleanError(err error) error {
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return cleanRetrieveError(r, new(redact.Secrets))
	}
	return redact.URLError(err)
}

// cleanRetrieveError returns a copy of err with only the status of the response and
// the members of RFC 6749, section 5.2. It contains neither the secrets nor those in
// the request.
func cleanRetrieveError(err *oauth2.RetrieveError, secrets *redact.Secrets) *oauth2.RetrieveError {
	clean := &oauth2.RetrieveError{
		ErrorCode:        err.ErrorCode,
		ErrorDescription: err.ErrorDescription,
		ErrorURI:         err.ErrorURI,
		Response:         &http.Response{},
	}
	if r := err.Response; r != nil {
		clean.Response.Status, clean.Response.StatusCode = r.Status, r.StatusCode
		addSent(secrets, r.Request)
	}
	if clean.ErrorCode == "" {
		// Some flows of package oauth2 don't set these fields.
		m := jsonvalue.Members(err.Body)
		clean.ErrorCode, clean.ErrorDescription = jsonvalue.Text(m["error"]), jsonvalue.Text(m["error_description"])
	}
	for _, text := range []*string{&clean.ErrorCode, &clean.ErrorDescription, &clean.ErrorURI, &clean.Response.Status} {
		*text = secrets.String(*text)
	}
	return clean
}

// secretParameters are the secret parameters of a token request (RFC 6749, RFC
// 7521, RFC 7636 and RFC 8693).
var secretParameters = []string{
	"assertion", "client_assertion", "client_secret", "code", "code_verifier", "password", "refresh_token",
	"subject_token", "actor_token",
}

// addForm adds the secret parameters of a form.
func addForm(secrets *redact.Secrets, form url.Values) {
	for _, name := range secretParameters {
		secrets.Add(form[name]...)
	}
}

// addSent adds the secrets in a token request, which may be nil.
func addSent(secrets *redact.Secrets, r *http.Request) {
	if r == nil {
		return
	}
	if user, password, ok := r.BasicAuth(); ok {
		secrets.AddBasic(user, password)
		// Package oauth2 sends the password escaped (RFC 6749, section 2.3.1).
		if unescaped, err := url.QueryUnescape(password); err == nil {
			secrets.Add(unescaped)
		}
	}
	if r.GetBody == nil {
		return
	}
	body, err := r.GetBody()
	if err != nil {
		return
	}
	defer body.Close()
	if content, err := io.ReadAll(io.LimitReader(body, maxResponse)); err == nil {
		form, _ := url.ParseQuery(string(content)) // contains the valid parameters
		addForm(secrets, form)
	}
}
