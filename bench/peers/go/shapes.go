// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"bffbench/shop"

	"google.golang.org/protobuf/types/known/timestamppb"
)

type money struct {
	CurrencyCode string `json:"currencyCode"`
	Units        int64  `json:"units,string"`
	Nanos        int32  `json:"nanos"`
}

type webUser struct {
	ID        int64  `json:"id,string"`
	Name      string `json:"name"`
	Email     string `json:"email"`
	AvatarURL string `json:"avatarUrl"`
}

type product struct {
	ID           int64  `json:"id,string"`
	Name         string `json:"name"`
	ThumbnailURL string `json:"thumbnailUrl"`
	Price        *money `json:"price"`
}

type webLine struct {
	Quantity int32    `json:"quantity"`
	Product  *product `json:"product"`
}

type webOrder struct {
	ID       int64     `json:"id,string"`
	Status   string    `json:"status"`
	PlacedAt *string   `json:"placedAt"`
	Total    *money    `json:"total"`
	Lines    []webLine `json:"lines"`
}

type webHome struct {
	User   webUser    `json:"user"`
	Orders []webOrder `json:"orders"`
}

type mobileUser struct {
	Name      string `json:"name"`
	AvatarURL string `json:"avatarUrl"`
}

type mobileProduct struct {
	Name string `json:"name"`
}

type mobileLine struct {
	Product *mobileProduct `json:"product"`
}

type mobileOrder struct {
	ID     int64        `json:"id,string"`
	Status string       `json:"status"`
	Total  *money       `json:"total"`
	Lines  []mobileLine `json:"lines"`
}

type mobileHome struct {
	User   mobileUser    `json:"user"`
	Orders []mobileOrder `json:"orders"`
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// encode appends without escaping <, > and &, which is for pages, not for an API.
func encode(buffer *bytes.Buffer, body any) error {
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(body)
}

func avatar(user *shop.User) string {
	if url := user.GetAvatar().GetUrl(); url != "" {
		return url
	}
	return "/static/avatar.svg"
}

func orderStatus(status shop.OrderStatus) string {
	return strings.TrimPrefix(status.String(), "ORDER_STATUS_")
}

func placedAt(at *timestamppb.Timestamp) *string {
	if at == nil {
		return nil
	}
	text := at.AsTime().Format(time.RFC3339Nano)
	return &text
}

func moneyOf(amount *shop.Money) *money {
	if amount == nil {
		return nil
	}
	return &money{amount.CurrencyCode, amount.Units, amount.Nanos}
}

func productOf(row *shop.Product) *product {
	if row == nil {
		return nil
	}
	return &product{row.Id, row.Name, row.ThumbnailUrl, moneyOf(row.Price)}
}
