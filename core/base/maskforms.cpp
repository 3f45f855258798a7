// SPDX-License-Identifier: MIT
#include "core/base/maskforms.h"

#include <QByteArray>

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

void addForm(QList<QByteArray> &forms, const QByteArray &form)
{
    if (form.size() >= shortestMasked && !forms.contains(form))
        forms.append(form);
}

} // namespace

QList<QByteArray> maskForms(QByteArrayView secret)
{
    QList<QByteArray> forms;
    const QByteArray value = secret.toByteArray();
    if (!value.isEmpty())
        forms.append(value);
    for (const QByteArray &line : value.split('\n'))
        addForm(forms, line.endsWith('\r') ? line.chopped(1) : line);
    if (value.size() >= shortestMasked) {
        for (const auto alphabet : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
            addForm(forms, value.toBase64(alphabet));
            for (int offset = 0; offset < 3; ++offset)
                addForm(forms, base64Inside(value, offset, alphabet));
        }
        addForm(forms, value.toPercentEncoding());
    }
    std::ranges::stable_sort(forms, std::ranges::greater(), [](const QByteArray &form) { return form.size(); });
    return forms;
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
