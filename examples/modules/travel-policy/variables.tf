variable "company_id" {
  description = "Id of the company whose policy this is."
  type        = string
}

variable "name" {
  description = "Name of the policy, unique within the company."
  type        = string
}

variable "departments" {
  description = "Ids of the departments whose travelers the policy is for."
  type        = list(string)
  default     = []
}

variable "parent_policy_id" {
  description = "Id of the policy that counts where a table here is empty. Without it, the company's default policy does."
  type        = string
  default     = null
}

variable "currency" {
  description = "ISO 4217 code of the currency of all amounts."
  type        = string
}

variable "cabins" {
  description = <<-EOT
    Highest cabin by the duration of the flight, one line for each step: from_hours is where the step begins, cabin is
    ECONOMY, PREMIUM_ECONOMY, BUSINESS or FIRST. Each kind of flight begins with a line from 0 hours on, or has none at all: the
    policy above then counts.
  EOT
  type = object({
    domestic      = optional(list(object({ from_hours = number, cabin = string })), [])
    international = optional(list(object({ from_hours = number, cabin = string })), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for steps in values(var.cabins) : length(steps) == 0 || contains(steps[*].from_hours, 0)])
    error_message = "Each kind of flight needs a line with from_hours = 0, or none at all."
  }

  validation {
    condition     = alltrue([for steps in values(var.cabins) : length(distinct(steps[*].from_hours)) == length(steps)])
    error_message = "There are two lines with the same from_hours."
  }
}

variable "hotel_caps" {
  description = <<-EOT
    Highest price of a hotel for a night, by city. The key is "City, CC" with the code of the country: { "Munich, DE" = 140 }.
    The key "other" is the price everywhere else. Without any, the policy above counts.
  EOT
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for place in keys(var.hotel_caps) : place == "other" || can(regex("^[^,]+, [A-Z]{2}$", place))])
    error_message = "Write each place as \"City, CC\", such as \"Munich, DE\", or \"other\" for everywhere else."
  }

  validation {
    condition     = alltrue([for amount in values(var.hotel_caps) : amount > 0])
    error_message = "A price is more than 0."
  }
}

variable "days_ahead" {
  description = "How many days before departure a flight has to be booked. Without it, the policy above counts."
  type        = number
  default     = null
}

variable "approvers" {
  description = <<-EOT
    Who approves a booking outside the policy, by kind of travel (AIR, HOTEL, RAIL, CAR, LIMO): "manager" for the traveler's manager,
    else ids of users. An empty list approves nothing, so that the booking is prevented.
  EOT
  type        = map(list(string))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for kind in keys(var.approvers) : contains(["AIR", "HOTEL", "RAIL", "CAR", "LIMO"], kind)])
    error_message = "The kinds of travel are AIR, HOTEL, RAIL, CAR and LIMO."
  }
}
