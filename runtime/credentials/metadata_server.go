// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/protolect/protolect/runtime/internal/jsonvalue"
	"github.com/protolect/protolect/runtime/internal/useragent"
)

const (
	// metadataHost is the documented address of the metadata server. Resolving its
	// name may be slow, and may return another server.
	metadataHost = "169.254.169.254"
	// metadataProbe limits the search for a metadata server where there may be
	// none.
	metadataProbe = 2 * time.Second
	// metadataTry limits one request to a metadata server.
	metadataTry = 5 * time.Second
	// metadataExpiry is the time before its expiry at which a token is renewed. The
	// server issues a new one 4 minutes before.
	metadataExpiry = 225 * time.Second
)

// A metadataServer describes the machine to a program in one of Google's clouds.
// Requests to it do not use the user's HTTP client, because a proxy would respond
// for another machine, and see the tokens. (The client in
// cloud.google.com/go/compute/metadata would add 0.1 MB to each program.)
type metadataServer struct {
	client *http.Client
	host   string
	// named reports whether the user named the host.
	named bool
}

func newMetadataServer() *metadataServer {
	s := &metadataServer{host: os.Getenv("GCE_METADATA_HOST")}
	s.named = s.host != ""
	if !s.named {
		s.host = metadataHost
	}
	s.client = &http.Client{
		// Tokens are requested so rarely that a connection is not worth keeping.
		Transport: &http.Transport{DialContext: (&net.Dialer{Timeout: metadataProbe}).DialContext, DisableKeepAlives: true},
		Timeout:   metadataTry,
	}
	refuseRedirects(s.client)
	return s
}

// exists reports whether there is such a server.
func (s *metadataServer) exists(ctx context.Context) bool {
	if s.named {
		return true
	}
	probe, cancel := context.WithTimeout(ctx, metadataProbe)
	defer cancel()
	if resp, err := s.get(probe, ""); err == nil {
		resp.Body.Close()
		return resp.Header.Get("Metadata-Flavor") == "Google"
	}
	// In a pod that has just started, the server may not respond yet.
	product, err := os.ReadFile("/sys/class/dmi/id/product_name")
	name := strings.TrimSpace(string(product))
	return err == nil && (name == "Google" || name == "Google Compute Engine")
}

func (s *metadataServer) get(ctx context.Context, path string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.host+"/"+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Metadata-Flavor", "Google")
	r.Header.Set("User-Agent", useragent.Default())
	return s.client.Do(r)
}

// metadataTokens are the access tokens of the machine's service account.
type metadataTokens struct {
	server *metadataServer
	scopes []string
}

// Token implements [oauth2.TokenSource]. It retries for a while if the server is
// not ready, as Google's clients do.
func (t *metadataTokens) Token() (*oauth2.Token, error) {
	for delay := 100 * time.Millisecond; ; delay *= 2 {
		token, again, err := t.try()
		if err == nil || !again || delay > time.Second {
			return token, err
		}
		time.Sleep(delay)
	}
}

// try requests a token once. If that fails, again reports whether to retry.
func (t *metadataTokens) try() (token *oauth2.Token, again bool, err error) {
	query := url.Values{"scopes": {strings.Join(t.scopes, ",")}}
	resp, err := t.server.get(context.Background(), "computeMetadata/v1/instance/service-accounts/default/token?"+query.Encode())
	if err != nil {
		slow, ok := errors.AsType[net.Error](err)
		return nil, !ok || !slow.Timeout(), err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	if err != nil {
		return nil, true, err
	}
	if resp.StatusCode != http.StatusOK {
		refused := &oauth2.RetrieveError{Response: resp, Body: body}
		if resp.StatusCode == http.StatusNotFound {
			refused.ErrorCode = "no service account"
			refused.ErrorDescription = "the machine has no service account: attach one to it, or use other credentials"
		}
		return nil, resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests, refused
	}
	m := jsonvalue.Members(body)
	accessToken, expiresIn := jsonvalue.Text(m["access_token"]), seconds(m["expires_in"])
	if accessToken == "" || expiresIn == 0 {
		return nil, false, errors.New("the response of the metadata server is not an access token")
	}
	return &oauth2.Token{
		AccessToken: accessToken,
		TokenType:   jsonvalue.Text(m["token_type"]),
		Expiry:      time.Now().Add(time.Duration(expiresIn) * time.Second),
	}, false, nil
}
