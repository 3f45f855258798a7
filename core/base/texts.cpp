// SPDX-License-Identifier: MIT
#include "core/base/texts.h"

#include <QCoreApplication>
#include <QTranslator>

namespace punchcard {

void installTexts()
{
    auto *texts = new QTranslator(QCoreApplication::instance());
    if (texts->load(QStringLiteral(":/texts/punchcard_en.qm")))
        QCoreApplication::installTranslator(texts);
    else
        qWarning("the texts are not there");
}

} // namespace punchcard
