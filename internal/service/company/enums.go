package company

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

// The enums that only companies use, with the names that the vendor gives them (those without one: ours).
var (
	// connectorType are the kinds of data connector.
	connectorType = &field.Enum{Name: "ConnectorType", Values: []string{
		"HR_FEED_CONNECTOR", "TRIPS_DATA_CONNECTOR",
	}}
	// emailClientType are the services that send mail.
	emailClientType = &field.Enum{Name: "EmailClientType", Values: []string{
		"AWS_SES", "SENDGRID",
	}}
	// roleType are the roles of a user.
	roleType = &field.Enum{Name: "RoleType", Values: []string{
		"UNKNOWN_TYPE", "COMPANY_ADMIN", "COMPANY_TRAVEL_ARRANGER", "TRAVEL_ARRANGER", "COMPANY_REPORT_ADMIN",
		"GLOBAL_ADMIN", "GLOBAL_AGENT", "TMC_AGENT", "TMC_ADMIN",
	}}
	// tier are the tiers of service.
	tier = &field.Enum{Name: "Tier", Values: []string{
		"BASIC", "SEAT1A",
	}}
	// tokenVerifierType are the ways to verify a partner's token.
	tokenVerifierType = &field.Enum{Name: "TokenVerifierType", Values: []string{
		"OKTA_JWT",
	}}
	// userIdentifierType are the properties that tell users apart.
	userIdentifierType = &field.Enum{Name: "UserIdentifierType", Values: []string{
		"PID", "EMAIL", "EXTERNAL_ID",
	}}
	// userInfoAttribute are the attributes that can be read from a partner's answer.
	userInfoAttribute = &field.Enum{Name: "UserInfoAttribute", Values: []string{
		"PID", "EMAIL", "EXTERNAL_ID",
	}}
)
