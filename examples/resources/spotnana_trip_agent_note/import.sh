# <trip id>/<note id>
terraform import spotnana_trip_agent_note.quiet_floor 6926658168/601e8a5b-3d1d-46bf-9ff6-5441097da8af
