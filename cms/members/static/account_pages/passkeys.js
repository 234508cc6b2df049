// Says in words when the device gave no passkey, and takes the button away where there are none.
(function () {
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    const problem = document.getElementById('passkey-problem')
    if (problem) problem.hidden = false
  })
  document.addEventListener('DOMContentLoaded', function () {
    if (window.PublicKeyCredential) return
    for (const id of ['passkey_login', 'mfa_webauthn_add', 'mfa_webauthn_authenticate', 'mfa_webauthn_reauthenticate']) {
      const button = document.getElementById(id)
      if (button) button.disabled = true
    }
    const problem = document.getElementById('passkey-problem')
    if (problem) {
      problem.textContent = 'This browser has no passkeys. Use another way.'
      problem.hidden = false
    }
  })
})()
