# The client id. An import brings no secret: change rotate_trigger after it to get a new one.
import {
  to = spotnana_api_user.reporting
  id = "1ddj3hs95to28iag7m4hl9lv2"
}
