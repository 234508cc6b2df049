// Says in words when the device gave no passkey, and turns the button off where there are none.
(function () {
  function say (key) {
    const place = document.getElementById('passkey-problem')
    if (!place) return
    const text = document.createElement('p')
    text.className = 'govuk-error-message'
    text.textContent = place.dataset[key]
    place.replaceChildren(text)
  }
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    say('failed')
  })
  document.addEventListener('DOMContentLoaded', function () {
    if (window.PublicKeyCredential) return
    for (const id of ['passkey_login', 'mfa_webauthn_add', 'mfa_webauthn_authenticate', 'mfa_webauthn_reauthenticate']) {
      const button = document.getElementById(id)
      if (button) button.disabled = true
    }
    say('none')
  })
})()
