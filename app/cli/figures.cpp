// SPDX-License-Identifier: MIT
#include "app/cli/figures.h"

#include <QCoreApplication>
#include <QStringList>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct FiguresText
{
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

} // namespace

QString sizeText(qint64 bytes)
{
    return punchcard::sizeText(bytes, 4, QString());
}

QString rateText(const TransferRate &rate)
{
    const Progress &progress = rate.progress();
    QStringList parts;
    parts.append(progress.total < 0 ? sizeText(progress.done)
                                    : FiguresText::tr("%1 of %2").arg(sizeText(progress.done), sizeText(progress.total)));
    if (const auto perSecond = rate.speed())
        parts.append(FiguresText::tr("%1/s").arg(sizeText(*perSecond)));
    if (const auto left = rate.remaining())
        parts.append(FiguresText::tr("%1 left").arg(secondsText(left)));
    return parts.join(u", "_s);
}

} // namespace punchcard::cli
