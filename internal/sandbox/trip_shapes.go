package sandbox

// The bodies that create, update and delete a trip, and add contacts; tripShape is what its details answer.
var (
	tripCreationShape = func() *shape {
		s := fields(
			required(aString, "tripName"),
			optional(aString, "tripDescription"),
			optional(reference, "userId", "registrarId"),
			optional(aDay, "startDate", "endDate"),
		)
		s.also = func(_ string, o map[string]any, bad complain) {
			if o["userId"] == nil && o["registrarId"] == nil {
				bad("userId", "MISSING_FIELD", "userId or registrarId is required.")
			}
		}
		return s
	}()
	tripUpdateShape   = fields(required(aString, "tripId", "tripName"), optional(aString, "tripDescription"))
	tripDeletionShape = fields(preset(false, aBoolean, "allowEmptyTripDeletionOnly"))
	tripContactsShape = fields(tripContactSettings)

	tripShape = fields(
		required(basicTripInfo, "basicTripInfo"),
		required(list(tripPNR), "pnrs"),
		optional(list(tripPNR), "pendingShellPnrs", "pendingManualFormPnrs"),
		optional(list(fields(required(aString, "pnrId", "sourcePnrId", "source"))), "simplePnrs"),
		optional(aString, "tripStatus", "tripBookingStatus"),
		optional(anObject, "eventSummary"),
		optional(fields(optional(aString, "vpayBillBack")), "additionalInfo"),
		optional(fields(
			required(money, "totalFare"),
			optional(fareAmount, "totalFareAmount", "serviceFeeFareAmount"),
		), "tripPaymentInfo"),
		owned(withheld, anInstant, tripCreatedAt, tripUpdatedAt),
	)
)

// The sandbox notes in a trip when it was made and changed last, for the filters that ask for it: no document answers it.
const (
	tripCreatedAt = "createdAt"
	tripUpdatedAt = "updatedAt"
)

// aDay and aMoment are wrappers around a date and a point in time.
var (
	aDay    = fields(required(aDate, "iso8601"))
	aMoment = fields(required(anInstant, "iso8601"))
)

// basicTripInfo is decided at creation but for name and description, and the contacts, which have an endpoint of their own.
var basicTripInfo = fields(
	owned(byServer, aString, "tripId"),
	required(aString, "tripName"),
	optional(aString, "tripDescription"),
	owned(byServer, aUUID, "applicationId"),
	optional(aDay, "startDate", "endDate"),
	optional(reference, "userId", "registrarUserId"),
	owned(byServer, fields(
		tripContactSettings,
		optional(aBoolean, "hasTripOverride"),
		optional(aCode, "preferredCurrency"),
	), "tripMetadata"),
	owned(byServer, fields(optional(aString, "disabledReason"), optional(aBoolean, "isDisabled")), "tripDisabledInfo"),
	owned(byServer, aString, "stealthType"),
	owned(byServer, fields(required(aString, "stealthType", "label")), "stealthMode"),
	owned(byServer, list(fields(optional(aString, "metroAreaName"))), "tripLocations"),
)

// tripContactSettings are what the endpoint for contacts changes, each as a whole.
var tripContactSettings = fields(
	optional(list(fields(
		required(aString, "label", "name"),
		optional(aString, "email"),
		optional(phoneNumber, "phoneNumber"),
		preset(false, aBoolean, "isPrimary", "restrictVisibility"),
	)), "tripContacts"),
	optional(fields(optional(fields(optional(fields(
		required(list(enum("BOOKING_CONFIRMATIONS", "BOOKING_CHANGES", "FLIGHT_UPDATES", "APPROVAL_REQUESTS",
			"APPROVAL_UPDATES", "REMINDERS", "INVOICE_UPDATES")), "bucketTypes"),
		preset(false, aBoolean, "isEnabled"),
		optional(list(anEmail), "toEmails", "ccEmails", "bccEmails"),
	), "bucketEmailPreferences")), "tripEmailPreferences")), "tripCommunicationPreferences"),
).props

// tripPNR is a booking, whose data the sandbox keeps as they are.
var tripPNR = fields(optional(aString, "pnrId"), optional(anObject, "data"))

var fareAmount = fields(
	required(money, "base", "tax"),
	optional(list(fields(required(money, "amount"), optional(aString, "taxCode"), optional(aNumber, "percentage"))), "taxBreakdown"),
)

// tripPartnerInfo is the answer about a trip's partner. The document requires isMaskedBudget and describes isBudgetMasked.
var tripPartnerInfo = fields(
	required(aString, "tripId"),
	required(fields(
		required(aString, "partnerInfoType"),
		required(fields(optional(fields(
			required(aString, "budgetName"),
			required(aBoolean, "isMaskedBudget"),
			preset(false, aBoolean, "isPersonalCardAllowed", "isBudgetMasked", "isRewardPointsAllowed"),
			optional(simpleMoney, "budgetRemainingBalance"),
			optional(aString, "budgetRemainingBalanceFormatted"),
			optional(anObject, "externalCardDetails"),
			optional(aNumber, "rewardPoints", "rewardPointsValueUsd"),
		), "tripBudgetInfo")), "partnerInfoDetails"),
	), "partnerInfo"),
)

// userCard is what others see of a user.
var userCard = fields(
	optional(userOrgID, "userOrgId"),
	optional(anEmail, "email"),
	optional(personName, "name"),
	optional(aString, "persona", "employeeId"),
	optional(aBoolean, "isActive"),
)

// The body that asks for a list of trips.
var tripListShape = fields(
	required(func() *shape {
		s := fields(
			preset(number(0), aNatural, "offset"),
			preset(number(maxPage), aNatural, "limit"),
		)
		s.also = func(path string, o map[string]any, bad complain) {
			if o["limit"] == number(0) {
				bad(join(path, "limit"), "OUT_OF_RANGE", "%s must be 1 or more.", join(path, "limit"))
			}
		}
		return s
	}(), "paginationRequestParams"),
	optional(aBoolean, "includePnrSummaries"),
	optional(list(anyTripFilter), "tripFilters"),
	optional(orderedList(fields(
		required(enum(byStartDate, "END_DATE"), "sortField"),
		required(enum("ASC", descending), "sortOrder"),
	)), "sortOptions"),
)

const (
	byStartDate = "START_DATE"
	descending  = "DESC"
)

// The lists of trips. Their order means something only when one was asked for.
var (
	tripSummaries       = tripSummaryList(list)
	sortedTripSummaries = tripSummaryList(orderedList)
)

func tripSummaryList(listOf func(*shape) *shape) *shape {
	return fields(
		required(fields(required(anInt32, "totalNumResults")), "paginationResponseParams"),
		optional(listOf(fields(
			required(aString, "tripId", "tripName"),
			optional(aString, "description", "tripStatus", "overallStatus", "policyStatus", "imageId"),
			optional(list(fields(
				required(aString, "pnrId"),
				optional(aString, "sourcePnrId", "source", "pnrType", "userFacingStatus"),
			)), "pnrSummaries"),
			optional(aDay, "startDate", "endDate"),
			optional(userCard, "userBasicInfo", "createdByUserBasicInfo"),
		)), "tripSummaries"),
	)
}
