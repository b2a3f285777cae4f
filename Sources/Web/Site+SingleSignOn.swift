import Hummingbird
import SingleSignOn

extension Site {
  /// Redirects to the company's sign-in and back.
  static let singleSignOn: [Route] = [
    Route(
      method: .get, path: "/signin/sso", permission: .anyone, parameters: .query(["return_to"]),
      answer: SingleSignOnPage.start),
    // Providers send parameters that were not requested (`session_state`, `scope`); a client must ignore unknown ones
    // (RFC 6749, section 4.1.2).
    Route(
      method: .get, path: RouterPath(SingleSignOnSettings.callback), permission: .anyone, parameters: .anything,
      answer: SingleSignOnPage.finish),
  ]
}
