// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package vonage_test

import (
	"bufio"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	accounts "github.com/protolect/protolect/gen/vonage/accounts/v1beta1"
	"github.com/protolect/protolect/gen/vonage/accounts/v1beta1/accountspb"
	"github.com/protolect/protolect/runtime/rest"
)

// A prism is Stoplight's mock server with the document. It responds with the examples, and reports
// mistakes of a request in a header.
type prism struct {
	t    *testing.T
	host string
	// status selects the response by its status, if it is not empty.
	status string
}

func startPrism(t *testing.T) *prism {
	command := filepath.FromSlash("../../build/_node/node_modules/@stoplight/prism-cli/dist/index.js")
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("SKIPPED: Node is missing: install it with npm, and run make modules")
	}
	if _, err := os.Stat(command); err != nil {
		t.Skip("SKIPPED: the mock server Prism is missing: install npm, and run make modules")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := l.Addr().String()
	_, port, _ := net.SplitHostPort(host)
	l.Close()
	server := exec.Command("node", command, "mock", "-h", "127.0.0.1", "-p", port, documentPath)
	output, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	server.Stderr = server.Stdout
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	var said []string
	for lines := bufio.NewScanner(output); lines.Scan(); {
		said = append(said, lines.Text())
		if strings.Contains(lines.Text(), "Prism is listening") {
			go func() {
				for lines.Scan() { // so that the process is not blocked
				}
			}()
			return &prism{t: t, host: host}
		}
	}
	t.Fatalf("Prism did not start:\n%s", strings.Join(said, "\n"))
	return nil
}

// RoundTrip sends a request for Vonage to Prism, whose paths lack that of the document's server.
func (p *prism) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = "http", p.host
	path := "/" + strings.TrimPrefix(strings.TrimPrefix(r.URL.EscapedPath(), "/beta/chatapp-accounts"), "/")
	r.URL.Path, r.URL.RawPath = path, ""
	if p.status != "" {
		r.Header.Set("Prefer", "code="+p.status)
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	// Invalid responses are mistakes in the examples of the document.
	if err == nil && strings.Contains(response.Header.Get("Sl-Violations"), `["request"`) {
		p.t.Errorf("%s %s: %s", r.Method, path, response.Header.Get("Sl-Violations"))
	}
	return response, err
}

// TestPrism calls all methods of the mock server, with all statuses.
func TestPrism(t *testing.T) {
	p := startPrism(t)
	client, err := accounts.NewClient(t.Context(), rest.WithBasicAuth("abcd1234", "secret"), rest.WithHTTPClient(&http.Client{Transport: p}))
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	const id = "12345678"
	messenger := &accountspb.Account{
		Name: proto.String("optionalName"), Applications: []string{"78d335fa-323d-0114-9c3d-d6f0d48968cf"}, ExternalId: id, ApiKey: "abcd1234",
		Provider: accountspb.Provider_PROVIDER_MESSENGER, AccessToken: proto.String("myAccessToken"),
	}
	changed := proto.CloneOf(messenger)
	changed.Name, changed.AccessToken = proto.String("newName"), proto.String("updatedAccessToken")
	viber := proto.CloneOf(messenger)
	viber.Provider, viber.AccessToken = accountspb.Provider_PROVIDER_VIBER_SERVICE_MSG, nil
	whatsApp := proto.CloneOf(viber)
	whatsApp.Provider, whatsApp.Applications = accountspb.Provider_PROVIDER_WHATSAPP, []string{"optionalApplicationId"}
	linked := proto.CloneOf(messenger)
	linked.Name, linked.AccessToken = proto.String("name"), proto.String("accessToken")
	for _, c := range []struct {
		name     string
		call     func() (*accountspb.Account, error)
		want     *accountspb.Account
		statuses []string
	}{
		{"CreateMessengerAccount", func() (*accountspb.Account, error) {
			return client.CreateMessengerAccount(ctx, &accountspb.CreateMessengerAccountRequest{ExternalId: id, AccessToken: "t", Applications: []string{"a"}})
		}, messenger, []string{"400", "401", "403"}},
		{"GetMessengerAccount", func() (*accountspb.Account, error) {
			return client.GetMessengerAccount(ctx, &accountspb.GetMessengerAccountRequest{ExternalId: id})
		}, messenger, []string{"401", "404"}},
		{"UpdateMessengerAccount", func() (*accountspb.Account, error) {
			return client.UpdateMessengerAccount(ctx, &accountspb.UpdateMessengerAccountRequest{ExternalId: id, Name: proto.String("n"), EmptyFields: []string{"applications"}})
		}, changed, []string{"400", "401", "403", "404"}},
		{"DeleteMessengerAccount", func() (*accountspb.Account, error) {
			return nil, client.DeleteMessengerAccount(ctx, &accountspb.DeleteMessengerAccountRequest{ExternalId: id})
		}, nil, []string{"401", "403", "404"}},
		{"GetViberAccount", func() (*accountspb.Account, error) {
			return client.GetViberAccount(ctx, &accountspb.GetViberAccountRequest{ExternalId: id})
		}, viber, []string{"401", "404"}},
		{"GetWhatsAppAccount", func() (*accountspb.Account, error) {
			return client.GetWhatsAppAccount(ctx, &accountspb.GetWhatsAppAccountRequest{ExternalId: "+44 1234"})
		}, whatsApp, []string{"401", "404"}},
		{"ListAccounts", func() (*accountspb.Account, error) {
			// Every page of the mock server equals the sample.
			for account, err := range client.ListAccounts(ctx, &accountspb.ListAccountsRequest{Provider: accountspb.Provider_PROVIDER_WHATSAPP.Enum(), PageSize: proto.Int64(10)}).All() {
				return account, err
			}
			return nil, errors.New("there is no account")
		}, nil, []string{"401"}},
		{"LinkApplication", func() (*accountspb.Account, error) {
			return client.LinkApplication(ctx, &accountspb.LinkApplicationRequest{Provider: accountspb.Provider_PROVIDER_RCS, ExternalId: id, Application: "a"})
		}, linked, []string{"401", "403", "409"}},
		{"UnlinkApplication", func() (*accountspb.Account, error) {
			return nil, client.UnlinkApplication(ctx, &accountspb.UnlinkApplicationRequest{Provider: accountspb.Provider_PROVIDER_MESSENGER, ExternalId: id, ApplicationId: "a"})
		}, nil, []string{"401", "403", "409"}},
	} {
		p.status = ""
		got, err := c.call()
		switch {
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.name == "ListAccounts":
			if got.GetExternalId() != id || got.GetAccessToken() != "myAccessToken" {
				t.Errorf("%s: %v", c.name, got)
			}
		case !proto.Equal(got, c.want):
			t.Errorf("%s:\ngot  %v\nwant %v", c.name, got, c.want)
		}
		for _, status := range c.statuses {
			p.status = status
			_, err := c.call()
			e, ok := errors.AsType[*rest.Error](err)
			if !ok || strconv.Itoa(e.StatusCode) != status {
				t.Errorf("%s with the status %s: %v", c.name, status, err)
				continue
			}
			if _, found := rest.Detail[*accountspb.Problem](err); found == slices.Contains([]string{"404"}, status) {
				t.Errorf("%s, %s: has a problem: %t (%v)", c.name, status, found, err)
			}
		}
	}
}
