# Which kits this Inferno knows: the ones the payers' regulators name.
require 'smart_app_launch_test_kit'
require 'carin_for_blue_button_test_kit'
require 'davinci_plan_net_test_kit'
require 'us_core_test_kit'
require 'davinci_pdex_test_kit'
