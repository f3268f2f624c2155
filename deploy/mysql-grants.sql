-- Each service has a schema of its own, firstcome_<service>, which the shop makes when it starts.
grant all on `firstcome\_%`.* to 'firstcome'@'%';
