// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Command petshop calls the API of shop.yaml with a generated client. The server runs in the
// same process.
package main

//go:generate protolect convert shop.yaml --out .

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os"

	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/examples/petshop/gen/petshop/v1"
	"github.com/protolect/protolect/examples/petshop/gen/petshop/v1/petshoppb"
	"github.com/protolect/protolect/runtime/rest"
)

func main() {
	const token = "secret"
	handler, err := newShop(token)
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(handler)

	// The path of the URL replaces the path of the server in shop.yaml, so it is repeated.
	endpoint := rest.WithEndpoint(server.URL + "/v1")
	err = run(context.Background(), os.Stdout, endpoint, rest.WithBearerToken(token))
	server.Close()
	if err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer, opts ...rest.ClientOption) error {
	client, err := petshop.NewClient(ctx, opts...)
	if err != nil {
		return err
	}

	// Each alternative of a oneOf schema has a constructor. The client sets the discriminator.
	cat, err := client.CreatePet(ctx, &petshoppb.CreatePetRequest{Pet: &petshoppb.Pet{
		Name:   proto.String("Tom"),
		Price:  proto.Int32(4000),
		Animal: petshoppb.NewPetAnimalCat(&petshoppb.Cat{Indoor: proto.Bool(true)}),
	}})
	if err != nil {
		return err
	}
	_, err = client.CreatePet(ctx, &petshoppb.CreatePetRequest{Pet: &petshoppb.Pet{
		Name:   proto.String("Rex"),
		Price:  proto.Int32(25000),
		Animal: petshoppb.NewPetAnimalDog(&petshoppb.Dog{Breed: proto.String("Boxer")}),
	}})
	if err != nil {
		return err
	}

	// A PATCH contains only the fields that are set. The price is null, and the name stays.
	_, err = client.UpdatePet(ctx, &petshoppb.UpdatePetRequest{Id: cat.GetId(), Pet: &petshoppb.Pet{NullFields: []string{"price"}}})
	if err != nil {
		return err
	}

	// The client fetches a page when the loop reaches it: here, one for each pet.
	for pet, err := range client.ListPets(ctx, &petshoppb.ListPetsRequest{PageSize: proto.Int32(1)}).All() {
		if err != nil {
			return err
		}
		price := "not for sale"
		if pet.Price != nil {
			price = fmt.Sprintf("%d cents", pet.GetPrice())
		}
		switch animal := pet.GetAnimal().GetVariant().(type) {
		case *petshoppb.Pet_Animal_Cat:
			fmt.Fprintf(out, "%s, %s, a cat, indoor: %t\n", pet.GetName(), price, animal.Cat.GetIndoor())
		case *petshoppb.Pet_Animal_Dog:
			fmt.Fprintf(out, "%s, %s, a dog, breed: %s\n", pet.GetName(), price, animal.Dog.GetBreed())
		default: // a kind of animal that the API has gained since the client was generated
			fmt.Fprintf(out, "%s, %s\n", pet.GetName(), price)
		}
	}

	// Without a name the server refuses the pet. shop.yaml declares the body of errors, so it
	// is a message.
	_, err = client.CreatePet(ctx, &petshoppb.CreatePetRequest{Pet: &petshoppb.Pet{
		Animal: petshoppb.NewPetAnimalCat(&petshoppb.Cat{}),
	}})
	if problem, ok := rest.Detail[*petshoppb.Problem](err); ok {
		fmt.Fprintf(out, "%s: %s\n", problem.GetField(), problem.GetTitle())
		return nil
	}
	return err
}
