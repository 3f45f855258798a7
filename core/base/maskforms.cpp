// SPDX-License-Identifier: MIT
#include "core/base/maskforms.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <functional>
#include <map>

namespace punchcard {
namespace {

constexpr qsizetype shortestMasked = 4;

// Base64 of a text that has the secret at byte offset 0, 1 or 2 (mod 3): the characters that depend on it alone.
QByteArray base64Inside(QByteArrayView secret, int offset, QByteArray::Base64Options options)
{
    const QByteArray encoded = (QByteArray(offset, 'x').append(secret)).toBase64(options | QByteArray::OmitTrailingEquals);
    const qsizetype from = (offset * 8 + 5) / 6;
    const qsizetype bits = (offset + secret.size()) * 8;
    return encoded.mid(from, bits / 6 - from);
}

/// Each form once, in the order of its coming.
class FormList
{
public:
    /// What is shorter would strike half of a log.
    void add(const QByteArray &form)
    {
        if (form.size() >= shortestMasked)
            addAny(form);
    }
    void addAny(const QByteArray &form)
    {
        if (form.isEmpty() || m_known.contains(form))
            return;
        m_known.insert(form);
        m_forms.append(form);
    }
    [[nodiscard]] QList<QByteArray> longestFirst()
    {
        std::ranges::stable_sort(m_forms, std::ranges::greater(), [](const QByteArray &form) { return form.size(); });
        return std::move(m_forms);
    }

private:
    QSet<QByteArray> m_known;
    QList<QByteArray> m_forms;
};

void addBase64(FormList &forms, const QByteArray &value)
{
    for (const auto alphabet : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
        forms.add(value.toBase64(alphabet));
        for (int offset = 0; offset < 3; ++offset)
            forms.add(base64Inside(value, offset, alphabet));
    }
    // As base64 and openssl break it into lines.
    const QByteArray whole = base64Inside(value, 0, QByteArray::Base64Encoding);
    for (const qsizetype width : {76, 64}) {
        for (qsizetype at = 0; whole.size() > width && at < whole.size(); at += width)
            forms.add(whole.sliced(at, std::min(width, whole.size() - at)));
    }
}

// "%2F" as "%2f".
QByteArray inSmallHex(QByteArray encoded)
{
    for (qsizetype at = encoded.indexOf('%'); at >= 0; at = encoded.indexOf('%', at + 1)) {
        for (qsizetype digit = at + 1; digit < std::min(at + 3, encoded.size()); ++digit)
            encoded[digit] = char(QChar::toLower(uint(uchar(encoded.at(digit)))));
    }
    return encoded;
}

// What programs leave as it is differs: nothing; what a path may have (Python); encodeURIComponent; encodeURI.
void addUrl(FormList &forms, const QByteArray &value)
{
    for (const char *kept : {"", "/", "!'()*", "!'()*;,/?:@&=+$#"}) {
        QByteArray encoded = value.toPercentEncoding(kept);
        forms.add(inSmallHex(encoded));
        forms.add(encoded);
        encoded.replace("%20", "+"); // as a form's field
        forms.add(inSmallHex(encoded));
        forms.add(encoded);
    }
}

// As it stands in a string of JSON.
QByteArray inJson(const QByteArray &value)
{
    static const QHash<char, QByteArray> named{{'"', R"(\")"},  {'\\', R"(\\)"}, {'\n', R"(\n)"}, {'\r', R"(\r)"},
                                               {'\t', R"(\t)"}, {'\b', R"(\b)"}, {'\f', R"(\f)"}};
    QByteArray out;
    for (const char letter : value) {
        if (named.contains(letter))
            out += named.value(letter);
        else if (uchar(letter) < 0x20)
            out += R"(\u00)" + QByteArray::number(uchar(letter), 16).rightJustified(2, '0');
        else
            out += letter;
    }
    return out;
}

// As it stands in XML or HTML.
void addMarkup(FormList &forms, QByteArray value)
{
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    forms.add(value);
    for (const char *quote : {"&#39;", "&#x27;", "&apos;"})
        forms.add(QByteArray(value).replace('\'', quote));
}

} // namespace

QList<QByteArray> maskForms(QByteArrayView secret)
{
    FormList forms;
    const QByteArray value = secret.toByteArray();
    forms.addAny(value);
    // Less the blanks around them, which a shell takes away: echo $KEY.
    for (const QByteArray &line : value.split('\n'))
        forms.add(line.trimmed());
    if (value.size() >= shortestMasked) {
        addBase64(forms, value);
        addUrl(forms, value);
        forms.add(inJson(value));
        addMarkup(forms, value);
    }
    return forms.longestFirst();
}

QByteArray masked(QByteArray text, const QList<QByteArray> &forms)
{
    // Where which bytes are struck; what overlaps is one.
    std::map<qsizetype, qsizetype> spans;
    for (const QByteArray &form : forms) {
        for (qsizetype at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
            spans[at] = std::max(spans[at], at + form.size());
    }
    if (spans.empty())
        return text;
    QByteArray out;
    qsizetype done = 0;
    for (auto span = spans.begin(); span != spans.end();) {
        out.append(QByteArrayView(text).sliced(done, span->first - done)).append("***");
        for (done = span->second; span != spans.end() && span->first < done; ++span)
            done = std::max(done, span->second);
    }
    return out.append(QByteArrayView(text).sliced(done));
}

} // namespace punchcard
