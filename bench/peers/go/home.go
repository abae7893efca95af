// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"bffbench/shop"
)

// answer is what one client's screen shows, and what the log says about how it came to be.
type answer struct {
	body    any
	partial string
	calls   []callRecord
}

var homes = map[string]func(context.Context, *services, string) (*answer, error){"web": web, "mobile": mobile}

// screen is what the services said. Orders wait for the user and products for the orders because
// each reads the one before; ids are looked up once each, in one call.
type screen struct {
	user     *shop.User
	orders   []*shop.Order
	products map[int64]*shop.Product
	missing  []string
	calls    []callRecord
}

func fetch(ctx context.Context, s *services, subject string, recent, lines int) (*screen, error) {
	id, err := strconv.ParseInt(subject, 10, 64)
	if err != nil {
		return nil, err
	}
	made := &screen{calls: make([]callRecord, 0, 3)}
	var profile shop.GetUserResponse
	if err := s.call(ctx, &made.calls, "profile", "/shop.v1.UserService/GetUser", 200*time.Millisecond,
		&shop.GetUserRequest{UserId: id}, &profile); err != nil {
		return nil, err
	}
	if made.user = profile.User; made.user == nil {
		return nil, errors.New("profile has no user")
	}
	var orders shop.ListOrdersResponse
	if err := s.call(ctx, &made.calls, "orders", "/shop.v1.OrderService/ListOrders", 300*time.Millisecond,
		&shop.ListOrdersRequest{CustomerId: made.user.Id, PageSize: int32(recent)}, &orders); err != nil {
		made.missing = append(made.missing, "orders")
	}
	made.orders = orders.Orders[:min(recent, len(orders.Orders))]
	made.products = make(map[int64]*shop.Product, 16)
	var ids []int64
	for _, order := range made.orders {
		for _, line := range order.Lines[:min(lines, len(order.Lines))] {
			if _, seen := made.products[line.ProductId]; !seen {
				made.products[line.ProductId] = nil
				ids = append(ids, line.ProductId)
			}
		}
	}
	if len(ids) == 0 {
		return made, nil
	}
	var rows shop.BatchGetProductsResponse
	if err := s.call(ctx, &made.calls, "products", "/shop.v1.CatalogService/BatchGetProducts",
		250*time.Millisecond, &shop.BatchGetProductsRequest{Ids: ids}, &rows); err != nil {
		made.missing = append(made.missing, "products")
	}
	for _, row := range rows.Products {
		made.products[row.Id] = row
	}
	return made, nil
}

func (s *screen) answer(body any) *answer {
	return &answer{body, strings.Join(s.missing, ", "), s.calls}
}

func web(ctx context.Context, s *services, subject string) (*answer, error) {
	made, err := fetch(ctx, s, subject, 5, 1<<30)
	if err != nil {
		return nil, err
	}
	body := webHome{User: webUser{ID: made.user.Id, Name: made.user.DisplayName, Email: made.user.Email,
		AvatarURL: avatar(made.user)}, Orders: make([]webOrder, len(made.orders))}
	for i, order := range made.orders {
		lines := make([]webLine, len(order.Lines))
		for j, line := range order.Lines {
			lines[j] = webLine{line.Quantity, productOf(made.products[line.ProductId])}
		}
		body.Orders[i] = webOrder{order.Id, orderStatus(order.Status), placedAt(order.PlacedAt),
			moneyOf(order.Total), lines}
	}
	return made.answer(&body), nil
}

func mobile(ctx context.Context, s *services, subject string) (*answer, error) {
	made, err := fetch(ctx, s, subject, 3, 1)
	if err != nil {
		return nil, err
	}
	body := mobileHome{User: mobileUser{made.user.DisplayName, avatar(made.user)},
		Orders: make([]mobileOrder, len(made.orders))}
	for i, order := range made.orders {
		lines := make([]mobileLine, min(1, len(order.Lines)))
		for j := range lines {
			if row := made.products[order.Lines[j].ProductId]; row != nil {
				lines[j].Product = &mobileProduct{row.Name}
			}
		}
		body.Orders[i] = mobileOrder{order.Id, orderStatus(order.Status), moneyOf(order.Total), lines}
	}
	return made.answer(&body), nil
}
