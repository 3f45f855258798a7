// SPDX-License-Identifier: MIT
#include "widgets/window/aboutdialog.h"

#include "widgets/look/metrics.h"

#include <QDialogButtonBox>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int textWidth = 440;

QLabel *line(const QString &text, bool isQuiet)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setFixedWidth(textWidth); // so that it knows its height
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    if (isQuiet)
        label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

AboutDialog::AboutDialog(QWidget *parent)
    : QDialog(parent)
{
    setObjectName("aboutDialog"_L1);
    setWindowTitle(tr("About Punchcard"));
    auto *picture = new QLabel;
    picture->setPixmap(QIcon(u":/punchcard.svg"_s).pixmap(QSize(72, 72), devicePixelRatioF()));
    auto *name = line(tr("Punchcard %1", "version").arg(QStringLiteral(PUNCHCARD_VERSION)), false);
    QFont font = name->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    font.setWeight(QFont::DemiBold);
    name->setFont(font);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(look::gap);
    texts->addWidget(name);
    texts->addWidget(
        line(tr("Runs scripts on GitHub Actions, on runners of yours, or on this computer, and brings home what they make."), false));
    texts->addSpacing(look::gap);
    texts->addWidget(line(tr("The sources are under the MIT licence. This program links Qt Charts and Qt HTTP Server, which are under the "
                             "GNU General Public License 3, so the program as a whole is under the GPL-3.0."),
                          true));
    texts->addWidget(
        line(tr("With Qt %1 (LGPL-3.0), KSyntaxHighlighting (MIT), KNotifications (LGPL-2.1), KDSingleApplication (MIT), QCoro (MIT), "
                "QuaZip (LGPL-2.1), QtKeychain (BSD), libsodium (ISC), yaml-cpp (MIT), libarchive (BSD), zlib and SQLite.")
                 .arg(QString::fromLatin1(qVersion())),
             true));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *row = new QHBoxLayout;
    row->setSpacing(look::wideGap + look::gap);
    row->addWidget(picture, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap + look::gap, look::wideGap + look::gap, look::wideGap + look::gap, look::wideGap);
    column->setSpacing(look::wideGap);
    column->addLayout(row);
    column->addWidget(buttons);
    column->setSizeConstraint(QLayout::SetFixedSize);
}

} // namespace punchcard
