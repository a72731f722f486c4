# Reference numbers for county employment (data/mpdta.csv): the calls behind mpdta.json, keyed as there.
# Made with R 4.2.2, fixest 0.14.2, did 2.1.2, DRDID 1.0.6, bacondecomp 0.1.1.
library(fixest); library(did); library(bacondecomp)
d <- read.csv("data/mpdta.csv")
d$post <- as.integer(d$first_treat > 0 & d$year >= d$first_treat)
d$never <- d$first_treat == 0
d$rel <- ifelse(d$never, -1000, d$year - d$first_treat)
rows <- function(m) lapply(split(seq_along(coef(m)), names(coef(m))), function(i) list(estimate = coef(m)[[i]], se = se(m)[[i]],
  p = pvalue(m)[[i]], ci95 = as.numeric(confint(m)[i, ])))

twfe <- feols(lemp ~ post | countyreal + year, d, cluster = ~countyreal)
events <- feols(lemp ~ i(rel, ref = c(-1, -1000)) | countyreal + year, d, cluster = ~countyreal)
sunab_fit <- feols(lemp ~ sunab(ifelse(never, 10000, first_treat), year) | countyreal + year, d, cluster = ~countyreal)
pooled <- summary(sunab_fit, agg = "att")
weights <- bacon(lemp ~ post, d, id_var = "countyreal", time_var = "year")

aggregated <- function(gt, type) {
  a <- aggte(gt, type = type, bstrap = FALSE, cband = FALSE)
  list(overall_att = a$overall.att, overall_se = a$overall.se,
    by = if (type != "simple") data.frame(e = a$egt, att = a$att.egt, se = a$se.egt))
}
cs <- function(control, formula, method, base = "varying") {
  gt <- att_gt("lemp", "year", "countyreal", "first_treat", xformla = formula, data = d, control_group = control,
    est_method = method, base_period = base, bstrap = FALSE, cband = FALSE)
  c(list(att_gt = data.frame(group = gt$group, time = gt$t, att = gt$att, se = gt$se), pretest_W = gt$W),
    sapply(c("simple", "dynamic", "group", "calendar"), function(type) aggregated(gt, type), simplify = FALSE))
}
variants <- list(nevertreated_nocov_dr = cs("nevertreated", ~1, "dr"), nevertreated_lpop_dr = cs("nevertreated", ~lpop, "dr"),
  nevertreated_lpop_reg = cs("nevertreated", ~lpop, "reg"), nevertreated_lpop_ipw = cs("nevertreated", ~lpop, "ipw"),
  notyettreated_nocov_dr = cs("notyettreated", ~1, "dr"), notyettreated_lpop_dr = cs("notyettreated", ~lpop, "dr"),
  notyettreated_lpop_reg = cs("notyettreated", ~lpop, "reg"), notyettreated_lpop_ipw = cs("notyettreated", ~lpop, "ipw"),
  nevertreated_nocov_dr_universal = cs("nevertreated", ~1, "dr", "universal"),
  nevertreated_lpop_dr_universal = cs("nevertreated", ~lpop, "dr", "universal"))

cat(jsonlite::toJSON(list(twfe = list(coef = rows(twfe)), event_study_twfe = list(coef = rows(events)),
  sunab_dynamic = list(coef = rows(sunab_fit)), sunab_att = list(estimate = coef(pooled)[[1]], se = se(pooled)[[1]], p = pvalue(pooled)[[1]]),
  bacon = list(comparisons = weights), cs = variants), auto_unbox = TRUE, digits = NA, na = "null"), "\n")
