import ArgumentParser
import Calendar
import Foundation
import Records
import Spreadsheets
import Web

/// Options of every command that uses the store.
struct StoreOptions: ParsableArguments {
  @Option(help: "The store: a file path, sqlite:PATH or postgres://USER@HOST/DATABASE. [TALLYBOOK_STORE]")
  var store = StoreAddress.standard

  @Option(help: "Use this instant as the current time, RFC 3339; for tests and to reproduce reports. [TALLYBOOK_NOW]")
  var now: String?

  init() {}

  /// The machine's clock, or a constant clock if `--now` is given.
  func clock() throws -> @Sendable () -> Int {
    guard let now else { return Self.machineClock }
    guard let seconds = Instant.seconds(now) else {
      throw ValidationError("--now \(now) is not an RFC 3339 instant. Use for example 2026-03-15T12:00:00Z.")
    }
    return { seconds }
  }

  static let machineClock: @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
}

/// Options of the commands that write dates and files.
struct PlatformOptions: ParsableArguments {
  @Option(help: "Time zone of the platform, an IANA name such as Europe/Berlin. [TALLYBOOK_TIME_ZONE]")
  var timeZone = "UTC"

  @Option(help: "Date format: dmy (31/12/2026 09:30) or iso (2026-12-31 09:30). [TALLYBOOK_DATE_STYLE]")
  var dateStyle = "dmy"

  @Option(help: "Cell separator in CSV files: , ; or tab. [TALLYBOOK_CSV_SEPARATOR]")
  var csvSeparator = ","

  @Option(
    help:
      "Decimal sign in CSV files: . or , – German and French spreadsheets need , together with --csv-separator ; or tab. [TALLYBOOK_CSV_DECIMAL]"
  )
  var csvDecimal = "."

  @Option(help: "Whether CSV files begin with a byte-order mark, which Excel needs: true or false. [TALLYBOOK_CSV_BOM]")
  var csvBom = "true"

  @Option(
    help: "Whether replies in Messages count as publications: true or false. [TALLYBOOK_REPLIES_COUNT_AS_PUBLICATIONS]")
  var repliesCountAsPublications = "true"

  func validate() throws { _ = try style() }

  func style() throws -> SpreadsheetStyle {
    guard TimeZones.isKnown(timeZone), let zone = TimeZone(identifier: timeZone) else {
      throw ValidationError("--time-zone \(timeZone) is not an IANA time zone. Use for example Europe/Berlin.")
    }
    guard let dates = DateStyle(rawValue: dateStyle) else {
      throw ValidationError("--date-style \(dateStyle) is not dmy or iso.")
    }
    guard let separator = Self.separators[csvSeparator] else {
      throw ValidationError("--csv-separator \(csvSeparator) is not one of , ; tab.")
    }
    guard let decimal = Self.decimalSigns[csvDecimal] else {
      throw ValidationError("--csv-decimal \(csvDecimal) is not . or ,")
    }
    guard decimal.rawValue != separator.rawValue else {
      throw ValidationError(
        "--csv-decimal , needs a different cell separator: set --csv-separator ; or tab (TALLYBOOK_CSV_SEPARATOR)."
      )
    }
    return SpreadsheetStyle(
      zone: zone, dateStyle: dates, separator: separator, decimalSign: decimal,
      byteOrderMark: try Self.flag("--csv-bom", csvBom))
  }

  private static let separators: [String: SpreadsheetStyle.Separator] = [
    ",": .comma, ";": .semicolon, "tab": .tab, "\t": .tab,
  ]

  private static let decimalSigns: [String: SpreadsheetStyle.DecimalSign] = [".": .point, ",": .comma]

  static func flag(_ name: String, _ text: String) throws -> Bool {
    guard let flag = Bool(text) else { throw ValidationError("\(name) \(text) is not true or false.") }
    return flag
  }

  func site(
    now: @escaping @Sendable () -> Int, isSecure: Bool = false, chartLibrary: ChartLibrary? = nil
  ) throws -> SiteSettings {
    SiteSettings(
      style: try style(), timeZoneName: timeZone,
      repliesCountAsPublications: try Self.flag(
        "--replies-count-as-publications", repliesCountAsPublications),
      now: now, machineNow: StoreOptions.machineClock, isSecure: isSecure, chartLibrary: chartLibrary)
  }
}

/// Settings that are environment variables only, since all users of the machine can see options. Every other variable
/// belongs to an option and is read by `EnvironmentArguments`.
enum Environment {
  static let secrets = [
    (name: "TALLYBOOK_MOODLE_PASSWORD", help: "The password of the user that reads Moodle's database."),
    (name: "TALLYBOOK_MAIL_PASSWORD", help: "The password of the mail server's user."),
    (
      name: "TALLYBOOK_OIDC_CLIENT_SECRET",
      help: "The client secret from the OpenID Connect provider."
    ),
    (
      name: "TALLYBOOK_PULL_CREDENTIAL",
      help: "The key and the secret at the LRS that `tallybook pull xapi` reads, as KEY:SECRET."
    ),
  ]

  static func text(_ name: String) -> String? {
    let value = ProcessInfo.processInfo.environment[name]
    return value?.isEmpty == true ? nil : value
  }
}
