#include <curl/curl.h>
// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call.
typedef size_t (*tallybook_reader)(char *, size_t, size_t, void *);
static inline CURLcode tallybook_set_text(CURL *curl, CURLoption option, const char *value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode tallybook_set_number(CURL *curl, CURLoption option, long value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode tallybook_set_pointer(CURL *curl, CURLoption option, void *value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode tallybook_set_reader(CURL *curl, tallybook_reader reader, void *data) {
  CURLcode code = curl_easy_setopt(curl, CURLOPT_READFUNCTION, reader);
  return code ? code : curl_easy_setopt(curl, CURLOPT_READDATA, data);
}
static inline long tallybook_response_code(CURL *curl) {
  long code = 0;
  return curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code) ? 0 : code;
}
// What is received goes to a function of the caller's, with its data.
static inline CURLcode tallybook_set_writer(CURL *curl, tallybook_reader writer, void *data) {
  CURLcode code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, writer);
  return code ? code : curl_easy_setopt(curl, CURLOPT_WRITEDATA, data);
}
