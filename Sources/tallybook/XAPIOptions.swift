import ArgumentParser
import LRS

/// What records that follow from xAPI statements depend on (xapi.md §14). `serve` and `xapi` need the same values.
struct XAPIOptions: ParsableArguments {
  @Option(
    help: "Longest gap between two xAPI statements that counts as time spent, in seconds. [TALLYBOOK_XAPI_IDLE]")
  var xapiIdle = 1_800
  @Option(
    help:
      "What becomes of xAPI statements of unknown people: create makes users for them, hold keeps the statements until an identity says who they are. [TALLYBOOK_XAPI_PLACEHOLDER]"
  )
  var xapiPlaceholder = "create"
  @Option(
    help: "Language of the names that xAPI statements give to courses, if they give several. [TALLYBOOK_XAPI_LANGUAGE]")
  var xapiLanguage = "en"

  func validate() throws {
    guard (0...86_400).contains(xapiIdle) else { throw ValidationError("--xapi-idle \(xapiIdle) is not 0 to 86400.") }
    guard ["create", "hold"].contains(xapiPlaceholder) else {
      throw ValidationError("--xapi-placeholder \(xapiPlaceholder) is neither create nor hold.")
    }
  }

  var settings: DerivationSettings {
    var settings = DerivationSettings()
    settings.idleSeconds = xapiIdle
    settings.createsPlaceholders = xapiPlaceholder == "create"
    settings.language = xapiLanguage
    return settings
  }
}
