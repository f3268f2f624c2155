/* global SwaggerUIBundle */
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  // Nothing leaves this shop: no picture of an outside validator, no token kept in the browser.
  validatorUrl: null,
  persistAuthorization: false,
})
