// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"log"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/examples/petshop/gen/petshop/v1/petshoppb"
	"github.com/protolect/protolect/runtime/transcode"
)

// A shop serves the API with the generated messages. It keeps the pets in memory.
type shop struct {
	router *transcode.Router
	token  string

	mu   sync.Mutex
	pets []*petshoppb.Pet
}

// newShop returns a server that accepts a bearer token.
func newShop(token string) (*shop, error) {
	methods, err := transcode.CompileServices(petshoppb.File_petshop_v1_petshop_service_proto.Services().ByName("PetShopService"))
	if err != nil {
		return nil, err
	}
	return &shop{router: transcode.NewRouter(methods, transcode.RouterOptions{}), token: token}, nil
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	response, err := s.serve(r)
	if err != nil {
		response, err = s.router.EncodeError(statusOf(err), transcode.EncodeResponseOptions{})
	}
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	maps.Copy(w.Header(), response.Header)
	w.WriteHeader(response.StatusCode)
	if _, err := w.Write(response.Body); err != nil {
		log.Print(err)
	}
}

// serve decodes a request, calls its method and encodes the response.
func (s *shop) serve(r *http.Request) (*transcode.Response, error) {
	if r.Header.Get("Authorization") != "Bearer "+s.token {
		return nil, &transcode.RequestError{HTTPStatus: http.StatusUnauthorized, Problem: "invalid token"}
	}
	request, err := transcode.ReadRequest(r)
	if err != nil {
		return nil, err
	}
	match, err := s.router.Match(request.Verb, request.Path)
	if err != nil {
		return nil, err
	}
	message := match.NewRequest()
	if err := match.DecodeRequest(request, message, transcode.DecodeRequestOptions{}); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock() // after the result is encoded
	result, err := s.call(message)
	if err != nil {
		return nil, err
	}
	return match.Method.EncodeResponse(result, transcode.EncodeResponseOptions{})
}

// statusOf returns the status for an error, with the message that shop.yaml declares for errors.
func statusOf(err error) *transcode.Status {
	status := transcode.StatusOf(err)
	problem := &petshoppb.Problem{Title: status.Message}
	if e, ok := errors.AsType[*transcode.RequestError](err); ok && e.HTTPStatus == http.StatusBadRequest {
		problem.Title, problem.Field = e.Problem, proto.String(e.Field)
	}
	status.Details = []proto.Message{problem}
	return status
}

// call calls the method of a request. Each method has a request message of its own.
func (s *shop) call(request proto.Message) (proto.Message, error) {
	switch request := request.(type) {
	case *petshoppb.ListPetsRequest:
		return s.listPets(request)
	case *petshoppb.CreatePetRequest:
		return s.createPet(request.GetPet())
	case *petshoppb.UpdatePetRequest:
		return s.updatePet(request.GetId(), request.GetPet())
	}
	return nil, fmt.Errorf("the shop has no method for %T", request)
}

func (s *shop) listPets(request *petshoppb.ListPetsRequest) (*petshoppb.PetList, error) {
	size, first := 20, 0
	if request.PageSize != nil {
		// Package transcode does not check limits.
		if size = int(request.GetPageSize()); size < 1 || size > 100 {
			return nil, invalid("pageSize", "must be from 1 to 100")
		}
	}
	if token := request.GetPageToken(); token != "" {
		var err error
		if first, err = strconv.Atoi(token); err != nil || first < 0 || first > len(s.pets) {
			return nil, invalid("pageToken", "is not a token of this server")
		}
	}
	end := min(first+size, len(s.pets))
	page := &petshoppb.PetList{Pets: s.pets[first:end]}
	if end < len(s.pets) {
		page.NextPageToken = proto.String(strconv.Itoa(end))
	}
	return page, nil
}

func (s *shop) createPet(pet *petshoppb.Pet) (*petshoppb.Pet, error) {
	if pet.GetName() == "" {
		return nil, invalid("name", "must not be empty")
	}
	pet.Id = proto.String(strconv.Itoa(len(s.pets) + 1))
	s.pets = append(s.pets, pet)
	return pet, nil
}

func (s *shop) updatePet(id string, change *petshoppb.Pet) (*petshoppb.Pet, error) {
	i := slices.IndexFunc(s.pets, func(p *petshoppb.Pet) bool { return p.GetId() == id })
	if i < 0 {
		return nil, &transcode.RequestError{HTTPStatus: http.StatusNotFound, Problem: "there is no pet " + id}
	}
	pet := s.pets[i]
	if slices.Contains(change.GetNullFields(), "name") || change.Name != nil && change.GetName() == "" {
		return nil, invalid("name", "must not be empty")
	}
	if change.Name != nil {
		pet.Name = change.Name
	}
	if slices.Contains(change.GetNullFields(), "price") {
		pet.Price = nil
	}
	if change.Price != nil {
		pet.Price = change.Price
	}
	if change.Animal != nil {
		pet.Animal = change.Animal
	}
	return pet, nil
}

func invalid(field, problem string) error {
	return &transcode.RequestError{HTTPStatus: http.StatusBadRequest, Field: field, Problem: problem}
}
