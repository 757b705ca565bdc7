# Inferno's JSON API without its pages: the driver is the only one who asks.
require 'inferno/config/application'
require 'inferno/utils/migration'

# One store for one run, made anew each time; Inferno looks at its tables as soon as it is loaded.
Inferno::Application.start(:logging)
Inferno::Application.start(:db)
Inferno::Utils::Migration.new.run

require 'inferno'
Inferno::Application.finalize!

run Inferno::Web.app
