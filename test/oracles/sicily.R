# Reference numbers for the smoking ban of Sicily (data/sicily.csv): Rscript sicily.R prints the results of sicily.json.
# Run with R 4.2.2, MASS 7.3.58.2, sandwich 3.0.2, lmtest 0.9.40, nlme 3.1.162, jsonlite 1.8.4.
library(MASS); library(sandwich); library(lmtest); library(nlme)
d <- read.csv("data/sicily.csv")
d$post_time <- pmax(0, d$time - 36)
for (k in 1:2) {
  d[[paste0("sin", k)]] <- sin(2 * pi * k * d$month / 12)
  d[[paste0("cos", k)]] <- cos(2 * pi * k * d$month / 12)
}
d$rate <- d$aces / d$stdpop * 1e5
waves <- "sin1 + cos1 + sin2 + cos2"

# One row a coefficient: normal where the dispersion is known, else t with the residual degrees of freedom.
table_of <- function(b, V, df = Inf) {
  se <- sqrt(diag(V)); q <- qt(0.975, df)
  rows <- lapply(seq_along(b), function(i) list(estimate = b[[i]], se = se[[i]], statistic = b[[i]] / se[[i]],
    p = 2 * pt(-abs(b[[i]] / se[[i]]), df), ci95 = c(b[[i]] - q * se[[i]], b[[i]] + q * se[[i]])))
  setNames(rows, names(b))
}
fit_glm <- function(terms, family) glm(as.formula(paste("aces ~ offset(log(stdpop)) +", terms)), family, d,
  control = glm.control(epsilon = 1e-14, maxit = 100))
summary_of <- function(m) list(
  coef = table_of(coef(m), vcov(m), if (m$family$family == "poisson") Inf else df.residual(m)),
  dispersion_pearson = sum(residuals(m, "pearson")^2) / df.residual(m), deviance = deviance(m),
  loglik = if (m$family$family == "poisson") as.numeric(logLik(m)) else NA)
negbin <- function(terms) {
  m <- glm.nb(as.formula(paste("aces ~ offset(log(stdpop)) +", terms)), d, control = glm.control(epsilon = 1e-14, maxit = 200))
  list(coef = table_of(coef(m), vcov(m)), theta = m$theta, loglik = as.numeric(logLik(m)), deviance = deviance(m))
}
hac <- function(m, lag) NeweyWest(m, lag = lag, prewhite = FALSE, adjust = FALSE)

step <- paste("smokban + time +", waves)
slope <- paste("smokban + time + post_time +", waves)
m3q <- fit_glm(step, quasipoisson()); m4q <- fit_glm(slope, quasipoisson()); m3 <- fit_glm(step, poisson())
f <- anova(m3q, m4q, test = "F")
without <- transform(d, smokban = 0); post <- d$time > 36
res <- residuals(m3, "deviance"); ljung <- Box.test(res, 12, "Ljung-Box")
ols <- function(terms) {
  m <- lm(as.formula(paste("rate ~", terms)), d); df <- df.residual(m)
  list(ols = table_of(coef(m), vcov(m), df), sigma = summary(m)$sigma,
    NW_lag3 = list(adjust_FALSE = table_of(coef(m), hac(m, 3), df)),
    NW_lag12 = list(adjust_FALSE = table_of(coef(m), hac(m, 12), df)),
    durbin_watson = dwtest(m)$statistic[[1]], breusch_godfrey_12 = list(LM = bgtest(m, 12)$statistic[[1]]))
}
ar1 <- gls(as.formula(paste("rate ~", slope)), d, correlation = corAR1(form = ~time), method = "ML",
  control = glsControl(tolerance = 1e-12, msTol = 1e-12))

cat(jsonlite::toJSON(list(
  model1_poisson_step = summary_of(fit_glm("smokban + time", poisson())),
  model2_quasi_step = summary_of(fit_glm("smokban + time", quasipoisson())),
  model3_quasi_step_fourier2 = summary_of(m3q),
  model4_quasi_step_slope_fourier2 = summary_of(m4q),
  anova_m3_m4 = list(F = f$F[2]),
  model3_poisson = summary_of(m3),
  model3_month_dummies_quasi = summary_of(fit_glm("smokban + time + factor(month)", quasipoisson())),
  negbin_step_fourier2 = negbin(step), negbin_step = negbin("smokban + time"),
  model3_poisson_robust = list(HC0 = table_of(coef(m3), vcovHC(m3, "HC0")),
    NeweyWest_lag12 = table_of(coef(m3), hac(m3, 12)), NeweyWest_lag3 = table_of(coef(m3), hac(m3, 3))),
  model3_counterfactual = list(fitted_post = sum(fitted(m3q)[post]),
    counterfactual_post = sum(predict(m3q, without, type = "response")[post]), observed_post = sum(d$aces[post]),
    fitted_minus_counterfactual = sum(fitted(m3q)[post]) - sum(predict(m3q, without, type = "response")[post])),
  model3_residual_deviance = list(acf1_12 = acf(res, 12, plot = FALSE)$acf[2:13],
    ljung_box_12 = list(Q = ljung$statistic[[1]], p = ljung$p.value)),
  ols_rate_step_fourier2 = ols(step), ols_rate_step_slope_fourier2 = ols(slope),
  gls_ar1_ML_rate = list(coef = table_of(coef(ar1), vcov(ar1), 51), phi = coef(ar1$modelStruct$corStruct, unconstrained = FALSE)[[1]])
), auto_unbox = TRUE, digits = NA, na = "null"), "\n")
