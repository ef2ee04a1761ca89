package policy

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

func carPolicyRules() []*field.Node {
	return []*field.Node{
		linked("max_car_price_per_number_of_days", "maxCarPricePerNumberOfDays", "maxCarPricePerNumberOfDaysProps",
			"Highest price of a rental car, in relation to the number of days for which it is booked.",
			field.SimpleMoney("max_price", "maxPrice", field.Required, "Highest price within the policy."),
			taxIncluded(false)),
		linked("allowed_car_types", "allowedCarTypes", "allowedCarTypesProps",
			"Classes of rental cars that are within the policy. `rules.car_types_not_allowed` names those that are not.",
			requiredList("car_types", "carTypes", &field.Node{Enum: carType}, "Allowed classes.")),
	}
}
