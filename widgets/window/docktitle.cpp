// SPDX-License-Identifier: MIT
#include "widgets/window/docktitle.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace punchcard {

using namespace Qt::StringLiterals;

DockTitle::DockTitle(QDockWidget *dock)
    : QWidget(dock)
{
    auto *name = new QLabel(dock->windowTitle());
    QFont font = name->font();
    font.setWeight(QFont::DemiBold);
    name->setFont(font);
    auto *close = new QToolButton;
    close->setIcon(look::icon(u"close"_s));
    close->setIconSize(QSize(12, 12));
    close->setAutoRaise(true);
    close->setToolTip(tr("Hide; the View menu brings it back"));
    close->setAccessibleName(tr("Hide %1").arg(dock->windowTitle()));
    connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::gap + look::halfGap, 0, look::halfGap, 0);
    row->setSpacing(look::halfGap);
    row->addWidget(name);
    row->addStretch();
    row->addWidget(close);
}

QSize DockTitle::sizeHint() const
{
    return {QWidget::sizeHint().width(), look::barHeight};
}

} // namespace punchcard
